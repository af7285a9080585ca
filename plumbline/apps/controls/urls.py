"""Addresses of the control calendar, of weaknesses and of keys."""

from django.urls import path

from plumbline.apps.controls import views, weakness_views

app_name = "controls"
urlpatterns = [
    path("controls/calendar/", views.calendar, name="calendar"),
    path("controls/calendar/<str:ref>/done/", views.done, name="done"),
    path("controls/calendar/runs/<str:ref>/follow/", views.follow, name="follow"),
    path("controls/commitments/<str:ref>/bind/", views.bind, name="bind"),
    path("weaknesses/", weakness_views.weaknesses, name="weaknesses"),
]
