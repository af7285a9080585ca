"""Addresses of evidence."""

from django.urls import path

from plumbline.apps.evidence import of_documents, views

app_name = "evidence"
urlpatterns = [
    path("evidence/", views.overview, name="overview"),
    path("evidence/new/", views.new, name="new"),
    path("evidence/<str:ref>/replace/", views.replace, name="replace"),
    path("evidence/<str:ref>/withdraw/", views.withdraw, name="withdraw"),
    path("evidence/<str:ref>/file/", views.file, name="file"),
    path("evidence/<str:ref>/picture/", views.picture, name="picture"),
    path("evidence/<str:ref>/look/", views.look, name="look"),
    path("documents/versions/<str:ref>/file/", of_documents.file, name="version_file"),
    path("documents/versions/<str:ref>/attach/", of_documents.attach, name="attach"),
]
