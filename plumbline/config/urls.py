"""Every address: each app brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("plumbline.apps.home.urls")),
    path("", include("plumbline.apps.conformity.urls")),
    path("", include("plumbline.apps.soa.urls")),
    path("", include("plumbline.apps.documents.urls")),
    path("", include("plumbline.apps.risk.urls")),
    path("", include("plumbline.apps.evidence.urls")),
    path("", include("plumbline.apps.controls.urls")),
    path("", include("plumbline.apps.continuity.urls")),
    path("", include("plumbline.apps.assets.urls")),
    path("", include("plumbline.apps.people.urls")),
    path("", include("plumbline.apps.suppliers.urls")),
    path("", include("plumbline.apps.access.urls")),
    path("", include("plumbline.apps.incidents.urls")),
    path("", include("plumbline.apps.improvement.urls")),
    path("", include("plumbline.apps.performance.urls")),
    path("", include("plumbline.apps.review.urls")),
    path("", include("plumbline.apps.audit.urls")),
    path("", include("plumbline.apps.certification.urls")),
    path("", include("plumbline.apps.administration.bringing_back.urls")),
    path("", include("plumbline.apps.ui.urls")),
    path("", include("plumbline.apps.administration.urls")),
]

handler400 = "plumbline.apps.ui.faults.not_understood"
handler500 = "plumbline.apps.ui.faults.failed"
