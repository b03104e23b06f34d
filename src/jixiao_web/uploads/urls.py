"""Addresses of uploads."""

from django.urls import path

from jixiao_web.uploads import views

urlpatterns = [
    path("cycles/<int:number>/upload", views.received, name="receive"),
    path("uploads/<int:number>/", views.shown, name="upload"),
    path("uploads/<int:number>/read", views.read, name="read-upload"),
    path("uploads/<int:number>/original", views.original, name="original"),
    path("uploads/<int:number>/file", views.file, name="upload-file"),
    path("filings/<int:number>/source", views.source, name="source"),
    path("uploads/<int:number>/correct", views.correct, name="correct-upload"),
    path("uploads/<int:number>/accept", views.accepted, name="accept"),
    path("uploads/<int:number>/move", views.moved, name="move-upload"),
    path("uploads/<int:number>/discard", views.discarded, name="discard-upload"),
]
