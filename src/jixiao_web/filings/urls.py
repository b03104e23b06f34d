"""Addresses of the forms."""

from django.urls import path

from jixiao_web.filings import views

urlpatterns = [
    path("", views.listed, name="filings"),
    path("<int:number>/", views.shown, name="filing"),
]
