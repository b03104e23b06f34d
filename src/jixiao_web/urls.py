"""Every address of the application; tests/web/permissions.yaml has a row for each."""

from django.urls import include, path

from jixiao_web.desk import desk, healthz
from jixiao_web.interface import pages
from jixiao_web.people.login import ChangePassword, SignIn, SignOut
from jixiao_web.trail.views import listed as trail

urlpatterns = [
    path("", desk, name="desk"),
    path("healthz", healthz, name="healthz"),
    path("login", SignIn.as_view(), name="login"),
    path("logout", SignOut.as_view(), name="logout"),
    path("password", ChangePassword.as_view(), name="password"),
    path("account", pages.account, name="own-account"),
    path("account/tokens", pages.made, name="make-token"),
    path("account/tokens/<int:number>/revoke", pages.revoked, name="revoke-token"),
    path("api/v1/", include("jixiao_web.interface.urls")),
    path("filings/", include("jixiao_web.filings.urls")),
    path("", include("jixiao_web.people.urls")),
    path("trail/", trail, name="trail"),
    path("", include("jixiao_web.workflow.urls")),
    path("", include("jixiao_web.evidence.urls")),
    path("", include("jixiao_web.uploads.urls")),
    path("", include("jixiao_web.downloads.urls")),
    path("cycles/", include("jixiao_web.cycles.urls")),
]
handler400 = "jixiao_web.trouble.not_understood"
handler403 = "jixiao_web.trouble.forbidden"
handler404 = "jixiao_web.trouble.not_found"
handler500 = "jixiao_web.trouble.failed"
