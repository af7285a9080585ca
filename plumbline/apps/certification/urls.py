"""Addresses of what is shown to those who certify."""

from django.urls import path

from plumbline.apps.certification import pack_views

app_name = "certification"
urlpatterns = [
    path("certification/pack/", pack_views.pack, name="pack"),
    path("certification/pack/<uuid:job_id>/", pack_views.fetch, name="fetch"),
    path("certification/pack/<uuid:job_id>/progress/", pack_views.progress, name="progress"),
]
