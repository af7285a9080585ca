"""Addresses of the pages of audits."""

from django.urls import path

from plumbline.apps.audit.views import conducting, files, freezing, papers, programme, rehearsing, sampling

app_name = "audits"
urlpatterns = [
    path("audits/programme/", programme.programme, name="programme"),
    path("audits/programme/plan/", programme.plan, name="plan"),
    path("audits/programme/<str:ref>/revise/", programme.revise, name="revise"),
    path("audits/mock/", rehearsing.mock, name="mock"),
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
    path("audits/papers/<str:ref>/", papers.paper, name="paper"),
    path("audits/papers/<str:ref>/attach/", papers.attach, name="attach"),
    path("audits/papers/<str:ref>/finding/", papers.raise_, name="raise"),
    path("audits/findings/<str:ref>/answer/", papers.answer, name="answer"),
    path("audits/<str:ref>/", conducting.audit, name="audit"),
    path("audits/<str:ref>/report.<str:form>", files.file, name="file"),
    path("audits/<str:ref>/checklist/", conducting.make_checklist, name="checklist"),
    path("audits/<str:ref>/compensate/", conducting.compensate, name="compensate"),
    path("audits/<str:ref>/conclude/", conducting.conclude, name="conclude"),
    path("audits/<str:ref>/reported/", conducting.report, name="reported"),
]
