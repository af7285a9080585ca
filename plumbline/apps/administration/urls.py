"""Addresses of the administration: the way in, and who has access."""

from django.urls import include, path

urlpatterns = [
    path("", include("plumbline.apps.administration.beginning_pages.urls")),
    path("", include("plumbline.apps.administration.import_pages.urls")),
    path("", include("plumbline.apps.administration.journal_pages.urls")),
    path("", include("plumbline.apps.administration.settings_pages.urls")),
    path("", include("plumbline.apps.administration.decisions.urls")),
    path("", include("plumbline.apps.administration.access.urls")),
    path("", include("plumbline.apps.administration.signing_in.urls")),
]
