"""Addresses of objectives and metrics."""

from django.urls import path

from plumbline.apps.performance import metric_views, views

app_name = "performance"
urlpatterns = [
    path("objectives/", views.overview, name="overview"),
    path("objectives/<str:ref>/reading/", views.add_reading, name="add_reading"),
    path("metrics/", metric_views.overview, name="metrics"),
    path("metrics/ready/", metric_views.ready, name="ready"),
    path("metrics/take/", metric_views.take_due, name="take_due"),
    path("metrics/of/<str:ref>/", metric_views.metric, name="metric"),
    path("metrics/of/<str:ref>/reading/", metric_views.add_reading, name="add_metric_reading"),
    path("metrics/readings/<str:ref>/evaluate/", metric_views.evaluate_reading, name="evaluate"),
]
