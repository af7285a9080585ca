"""Addresses of the pages of access."""

from django.urls import path

from plumbline.apps.administration.access import views

urlpatterns = [
    path("access/", views.people, name="access"),
    path("access/invite/", views.invite, name="access-invite"),
    path("access/matrix/", views.matrix_page, name="access-matrix"),
    path("access/<str:ref>/", views.person, name="access-person"),
    path("access/<str:ref>/link/", views.link, name="access-link"),
    path("access/<str:ref>/revoke/", views.revoke, name="access-revoke"),
    path("access/<str:ref>/close/", views.close, name="access-close"),
]
