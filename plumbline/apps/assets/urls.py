"""Addresses of assets."""

from django.urls import path

from plumbline.apps.assets import views

app_name = "assets"
urlpatterns = [path("assets/map/", views.overview, name="map")]
