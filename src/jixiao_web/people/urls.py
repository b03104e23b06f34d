"""Addresses of the administrators' pages."""

from django.urls import path

from jixiao_web.people import views

urlpatterns = [
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/<int:number>/", views.body, name="body"),
    path("bodies/<int:number>/appointments", views.appointed, name="appoint"),
    path("people/new", views.hired, name="hire"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/<int:number>", views.account, name="account"),
]
