"""Addresses of the pages of audits."""

from django.urls import path

from plumbline.apps.audit.views import freezing, sampling

app_name = "audits"
urlpatterns = [
    path("audits/workbench/", sampling.workbench, name="workbench"),
    path("audits/populations/new/", freezing.choose, name="choose"),
    path("audits/populations/register/<str:kind>/", freezing.from_register, name="from-register"),
    path("audits/populations/list/", freezing.bring, name="bring"),
    path("audits/populations/evidence/<str:ref>/", freezing.columns, name="columns"),
    path("audits/populations/<str:ref>/", sampling.population, name="population"),
    path("audits/populations/<str:ref>/rows/", sampling.rows, name="rows"),
    path("audits/populations/<str:ref>/draw/", sampling.draw, name="draw"),
    path("audits/samples/<str:ref>/", sampling.sample, name="sample"),
    path("audits/samples/<str:ref>/extend/", sampling.extend, name="extend"),
    path("audits/samples/<str:ref>/again/", sampling.again, name="again"),
]
