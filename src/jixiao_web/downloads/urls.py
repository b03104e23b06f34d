"""Addresses of the files that are handed out."""

from django.urls import path

from jixiao_web.downloads import views

urlpatterns = [
    path("filings/<int:number>/<slug:what>.<slug:kind>", views.paper, name="paper"),
    path("filings/<int:number>/annotated", views.annotated, name="annotated"),
    path("filings/<int:number>/publication", views.publication, name="publication"),
    path("filings/<int:number>/publication/package", views.publication_package, name="publication-package"),
]
