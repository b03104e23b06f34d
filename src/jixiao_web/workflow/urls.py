"""Addresses of the steps a form takes, and of what is said about it on the way."""

from django.urls import path

from jixiao_web.workflow import bulk, views

urlpatterns = [
    path("filings/<int:number>/steps/<slug:code>", views.step, name="step"),
    path("filings/<int:number>/check", views.check, name="check"),
    path("filings/<int:number>/answers", views.answer, name="answer"),
    path("filings/<int:number>/objections", views.object_, name="object"),
    path("filings/<int:number>/objections/<int:objection>/withdraw", views.withdraw, name="withdraw"),
    path("filings/<int:number>/objections/<int:objection>/reply", views.reply, name="reply"),
    path("filings/<int:number>/assignments", views.assign, name="assign"),
    path("filings/<int:number>/opinion", views.opinion, name="opinion"),
    path("filings/<int:number>/rectifications", views.demand, name="demand"),
    path("filings/<int:number>/warn", views.warn, name="warn"),
    path("rectifications/", views.rectifications, name="rectifications"),
    path("rectifications/<int:number>", views.rectified, name="rectified"),
    path("bulk", bulk.bulk, name="bulk"),
    path("notices/read", views.read_notices, name="read-notices"),
]
