"""Addresses of management reviews."""

from django.urls import path

from plumbline.apps.review import telling_views, views

app_name = "review"
urlpatterns = [
    path("reviews/", views.overview, name="overview"),
    path("reviews/<str:ref>/", views.review, name="review"),
    path("reviews/<str:ref>/figure/", views.figure, name="figure"),
    path("reviews/<str:ref>/meeting/<str:topic>/", views.meeting, name="meeting"),
    path("reviews/<str:ref>/minutes.<str:form>", views.minutes, name="minutes"),
    path("reviews/<str:ref>/inputs/<str:topic>/", telling_views.tell_input, name="tell"),
    path("reviews/<str:ref>/decide/", telling_views.decide, name="decide"),
    path("reviews/<str:ref>/attend/", telling_views.attend, name="attend"),
    path("reviews/<str:ref>/conclude/", telling_views.conclude, name="conclude"),
    path("reviews/decisions/<str:ref>/follow/", telling_views.follow_up, name="follow"),
]
