"""Addresses of the document library."""

from django.urls import path

from plumbline.apps.documents.views import acknowledging, beginning, reading, reviewing, writing

app_name = "documents"
urlpatterns = [
    path("documents/", reading.library, name="library"),
    path("documents/demanded/", reading.demanded, name="demanded"),
    path("documents/mine/", reading.mine, name="mine"),
    path("documents/templates/", beginning.templates, name="templates"),
    path("documents/templates/<slug:slug>/", beginning.template, name="template"),
    path("documents/versions/<str:ref>/", reading.version, name="version"),
    path("documents/versions/<str:ref>/write/", writing.write, name="write"),
    path("documents/versions/<str:ref>/preview/", writing.preview, name="preview"),
    path("documents/versions/<str:ref>/review/", reviewing.ask, name="review"),
    path("documents/versions/<str:ref>/verdict/", reviewing.verdict, name="verdict"),
    path("documents/versions/<str:ref>/pdf/", reading.as_pdf, name="pdf"),
    path("documents/<str:ref>/", reading.document, name="document"),
    path("documents/<str:ref>/begin/", writing.begin, name="begin"),
    path("documents/<str:ref>/compare/", reading.compare, name="compare"),
    path("documents/<str:ref>/reviewed/", writing.reviewed, name="reviewed"),
    path("documents/<str:ref>/acknowledge/", acknowledging.acknowledge, name="acknowledge"),
    path("documents/<str:ref>/acknowledgements/", acknowledging.campaign, name="campaign"),
    path("documents/<str:ref>/remind/", acknowledging.remind, name="remind"),
]
