"""Addresses of continuity."""

from django.urls import path

from plumbline.apps.continuity import views

app_name = "continuity"
urlpatterns = [
    path("continuity/", views.overview, name="overview"),
    path("continuity/plans/<str:ref>/revise/", views.revise, name="revise"),
    path("continuity/trials/<str:ref>/follow/", views.follow, name="follow"),
]
