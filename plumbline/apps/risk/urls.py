"""Addresses of the pages of risk."""

from django.urls import path

from plumbline.apps.risk import views

app_name = "risk"
urlpatterns = [
    path("risk/", views.matrix, name="matrix"),
    path("risk/board/", views.board, name="board"),
    path("risk/method/", views.method, name="method"),
    path("risk/method/<str:ref>/preview/", views.preview, name="preview"),
    path("risk/<str:ref>/assess/", views.assess, name="assess"),
]
