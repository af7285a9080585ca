"""Addresses of registers and records."""

from django.urls import path

from plumbline.apps.ui.registers import views

app_name = "records"
urlpatterns = [
    path("registers/<str:kind>/", views.register, name="register"),
    path("registers/<str:kind>/new/", views.new, name="new"),
    path("registers/<str:kind>/<str:ref>/", views.record, name="record"),
    path("registers/<str:kind>/<str:ref>/change/", views.change, name="change"),
    path("registers/<str:kind>/<str:ref>/end/", views.end, name="end"),
    path("go/<str:ref>/", views.go, name="go"),
]
