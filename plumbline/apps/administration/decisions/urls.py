"""Addresses of decisions."""

from django.urls import path

from plumbline.apps.administration.decisions import views

app_name = "decisions"
urlpatterns = [path("registers/<str:kind>/<str:ref>/decide/<str:name>/", views.decide, name="decide")]
