"""Addresses of suppliers."""

from django.urls import path

from plumbline.apps.suppliers import views

app_name = "suppliers"
urlpatterns = [path("suppliers/", views.overview, name="overview")]
