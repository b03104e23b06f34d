"""Addresses of evidence."""

from django.urls import path

from jixiao_web.evidence import views

urlpatterns = [
    path("filings/<int:number>/evidence/", views.listed, name="evidence-list"),
    path("filings/<int:number>/evidence/attach", views.attached, name="attach"),
    path("filings/<int:number>/evidence/<int:evidence>", views.handed_out, name="evidence"),
    path("filings/<int:number>/evidence/<int:evidence>/replace", views.replaced, name="replace-evidence"),
    path("filings/<int:number>/evidence/<int:evidence>/remove", views.taken_off, name="take-off"),
]
