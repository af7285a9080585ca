"""Addresses that every page uses: the day that is shown, the theme; and the registers."""

from django.urls import include, path

from plumbline.apps.ui import views

urlpatterns = [
    path("day/", views.choose_day, name="choose-day"),
    path("organizations/", views.choose_organization, name="choose-organization"),
    path("theme/", views.choose_theme, name="choose-theme"),
    path("", include("plumbline.apps.ui.registers.urls")),
]
