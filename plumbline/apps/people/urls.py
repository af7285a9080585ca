"""Addresses of people."""

from django.urls import path

from plumbline.apps.people import support_views, views

app_name = "people"
urlpatterns = [
    path("people/", views.overview, name="overview"),
    path("people/support/", support_views.support, name="support"),
    path("people/support/<str:ref>/said/", support_views.said, name="said"),
]
