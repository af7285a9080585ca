"""Addresses of access at a glance and of reviews at work."""

from django.urls import path

from plumbline.apps.access import views

app_name = "access_rights"
urlpatterns = [
    path("access-rights/", views.overview, name="overview"),
    path("access-rights/begin/", views.begin, name="begin"),
    path("access-rights/<str:ref>/", views.review, name="review"),
    path("access-rights/<str:ref>/decide/", views.decide, name="decide"),
    path("access-rights/<str:ref>/finish/", views.finish, name="finish"),
    path("access-rights/entries/<str:ref>/carried-out/", views.carried_out, name="carried_out"),
]
