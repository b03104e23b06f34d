"""Addresses of the cycles."""

from django.urls import path

from jixiao_web.cycles import views

urlpatterns = [
    path("", views.listed, name="cycles"),
    path("open", views.opened, name="open-cycle"),
    path("<int:number>/", views.shown, name="cycle"),
    path("<int:number>/make", views.made, name="make-filing"),
    path("<int:number>/close", views.closed, name="close-cycle"),
]
