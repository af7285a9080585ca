"""Addresses of a register's way back; they stand before those of its records."""

from django.urls import path

from plumbline.apps.administration.bringing_back import views

app_name = "bring_back"
urlpatterns = [
    path("registers/<str:kind>/bring-back/", views.upload, name="upload"),
    path("registers/<str:kind>/bring-back/<uuid:token>/", views.review, name="review"),
]
