"""Addresses of imports."""

from django.urls import path

from plumbline.apps.administration.import_pages import views

app_name = "imports"
urlpatterns = [
    path("import/", views.start, name="start"),
    path("import/<uuid:token>/", views.shown, name="shown"),
    path("import/<uuid:token>/columns/", views.columns, name="columns"),
    path("import/<uuid:token>/columns.toml", views.map_file, name="map"),
    path("import/<uuid:token>/set-aside/<number:index>/", views.aside, name="aside"),
    path("import/<uuid:token>/progress/", views.progress, name="progress"),
]
