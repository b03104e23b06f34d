"""Addresses of the forms."""

from django.urls import path

from jixiao_web.filings import filling, listing, views

urlpatterns = [
    path("", listing.listed, name="filings"),
    path("<int:number>/", views.shown, name="filing"),
    path("<int:number>/cell", filling.cell, name="cell"),
    path("<int:number>/paste", filling.paste, name="paste"),
    path("<int:number>/undo", filling.undone, name="undo"),
    path("<int:number>/redo", filling.redone, name="redo"),
    path("<int:number>/row", filling.row, name="row"),
    path("<int:number>/editing", filling.editing, name="editing"),
    path("<int:number>/pulse", filling.pulse, name="pulse"),
    path("<int:number>/rows/<int:row_number>", views.explained, name="explained"),
]
