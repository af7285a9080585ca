"""Addresses of findings, rules and waivers."""

from django.urls import path

from plumbline.apps.conformity import views

app_name = "conformity"
urlpatterns = [
    path("findings/", views.findings, name="findings"),
    path("findings/file/<str:form>/", views.report_file, name="report"),
    path("findings/waive/", views.waive, name="waive"),
    path("rules/", views.rules, name="rules"),
    path("rules/<str:code>/", views.rule_page, name="rule"),
    path("standard/<path:key>/", views.standard_page, name="standard"),
]
