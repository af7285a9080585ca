"""Addresses of nonconformities and changes at work."""

from django.urls import path

from plumbline.apps.improvement.views import changes, letters, nonconformities

app_name = "improvement"
urlpatterns = [
    path("improvement/", nonconformities.overview, name="overview"),
    path("improvement/open/", nonconformities.open_one, name="open"),
    path("improvement/letter/", letters.letter, name="letter"),
    path("improvement/letter/<str:form>/", letters.letter_file, name="letter-file"),
    path("improvement/<str:ref>/<str:step>/", nonconformities.step, name="step"),
    path("changes/", changes.board, name="changes"),
    path("changes/<str:ref>/", changes.change, name="change"),
    path("changes/<str:ref>/<str:step>/", changes.act, name="act"),
]
