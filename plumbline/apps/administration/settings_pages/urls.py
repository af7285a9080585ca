"""Addresses of the settings."""

from django.urls import path

from plumbline.apps.administration.settings_pages import erasing, installation, rules, views

app_name = "settings"
urlpatterns = [
    path("settings/", views.overview, name="overview"),
    path("settings/rules/", rules.own_rules, name="rules"),
    path("settings/installation/", installation.facts, name="installation"),
    path("settings/installation/jobs/<uuid:token>/", installation.try_again, name="try-again"),
    path("settings/erase/", erasing.choose, name="erase"),
    path("settings/erase/name/<str:ref>/", erasing.name_of, name="erase-name"),
    path("settings/erase/value/<str:kind>/<str:ref>/<number:index>/", erasing.value_of, name="erase-value"),
]
