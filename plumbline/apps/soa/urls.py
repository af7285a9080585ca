"""Addresses of the Statement of Applicability."""

from django.urls import path

from plumbline.apps.soa import views

app_name = "soa"
urlpatterns = [
    path("soa/", views.statement, name="statement"),
    path("soa/approve/", views.approve, name="approve"),
    path("soa/compare/", views.compare, name="compare"),
    path("soa/file/<str:form>/", views.file, name="file"),
    path("soa/kept/<str:ref>/<str:form>/", views.kept, name="kept"),
    path("soa/<str:key>/", views.row, name="row"),
]
