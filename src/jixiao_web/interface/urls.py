"""Addresses of the interface for programs, version 1."""

from django.urls import path

from jixiao_web.interface import views

urlpatterns = [
    path("openapi.json", views.description, name="api-description"),
    path("filings", views.filings, name="api-filings"),
    path("filings/<int:number>", views.filing, name="api-filing"),
    path("filings/<int:number>/steps/<slug:code>", views.step, name="api-step"),
    path("filings/<int:number>/cells", views.cells, name="api-cells"),
]
