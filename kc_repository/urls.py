"""All addresses of the library, each room's own in its room."""

from django.contrib import admin
from django.urls import include, path

from kc_repository import preferences, status

urlpatterns = [
    path("healthz", status.healthz, name="healthz"),
    path("status/", status.status, name="status"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("", include("kc_repository.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("ingest.urls")),
    path("", include("search.urls")),
    path("", include("dissemination.urls")),
]

handler400 = "kc_repository.errors.bad_request"
handler403 = "kc_repository.errors.forbidden"
handler404 = "kc_repository.errors.not_found"
handler500 = "kc_repository.errors.server_error"
