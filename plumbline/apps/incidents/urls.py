"""Addresses of incidents at work."""

from django.urls import path

from plumbline.apps.incidents import views

app_name = "incidents"
urlpatterns = [
    path("incidents/", views.overview, name="overview"),
    path("incidents/report/", views.report, name="report"),
    path("incidents/events/<str:ref>/", views.decide, name="decide"),
    path("incidents/<str:ref>/<str:step>/", views.reached, name="reached"),
]
