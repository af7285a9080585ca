"""Addresses of what is shown to those who certify."""

from django.urls import path

from plumbline.apps.certification import clock_views, pack_views

app_name = "certification"
urlpatterns = [
    path("certification/", clock_views.clock, name="clock"),
    path("certification/plan/", clock_views.plan, name="plan"),
    path("certification/visits/<str:ref>/", clock_views.visitors, name="visitors"),
    path("certification/visits/<str:ref>/let-in/", clock_views.let_in, name="let_in"),
    path("certification/pack/", pack_views.pack, name="pack"),
    path("certification/pack/<uuid:job_id>/", pack_views.fetch, name="fetch"),
    path("certification/pack/<uuid:job_id>/progress/", pack_views.progress, name="progress"),
]
