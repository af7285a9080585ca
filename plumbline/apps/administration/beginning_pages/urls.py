"""Addresses of getting started."""

from django.urls import path

from plumbline.apps.administration.beginning_pages import views

app_name = "beginning"
urlpatterns = [
    path("beginning/", views.overview, name="overview"),
    path("beginning/questions/<str:key>/", views.questions, name="questions"),
    path("beginning/proposals/<str:key>/", views.proposals, name="proposals"),
    path("beginning/card/<str:key>/", views.card, name="card"),
]
