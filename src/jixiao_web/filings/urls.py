"""Addresses of the forms."""

from django.urls import path

from jixiao_web.filings import listing, views

urlpatterns = [
    path("", listing.listed, name="filings"),
    path("<int:number>/", views.shown, name="filing"),
    path("<int:number>/cell", views.cell, name="cell"),
    path("<int:number>/paste", views.paste, name="paste"),
    path("<int:number>/undo", views.undone, name="undo"),
    path("<int:number>/row", views.row, name="row"),
    path("<int:number>/editing", views.editing, name="editing"),
    path("<int:number>/pulse", views.pulse, name="pulse"),
    path("<int:number>/rows/<int:row_number>", views.explained, name="explained"),
]
