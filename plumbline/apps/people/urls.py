"""Addresses of people."""

from django.urls import path

from plumbline.apps.people import views

app_name = "people"
urlpatterns = [path("people/", views.overview, name="overview")]
