"""Addresses of the first pages."""

from django.urls import path

from plumbline.apps.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("path/", views.the_path, name="path"),
    path("search/", views.search, name="search"),
    path("palette/", views.palette, name="palette"),
]
