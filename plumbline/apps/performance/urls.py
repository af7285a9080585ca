"""Addresses of objectives."""

from django.urls import path

from plumbline.apps.performance import views

app_name = "performance"
urlpatterns = [
    path("objectives/", views.overview, name="overview"),
    path("objectives/<str:ref>/reading/", views.add_reading, name="add_reading"),
]
