"""Addresses of the first pages."""

from django.urls import path

from plumbline.apps.home import notices_views, views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("path/", views.the_path, name="path"),
    path("search/", views.search, name="search"),
    path("palette/", views.palette, name="palette"),
    path("notices/", notices_views.all_notices, name="notices"),
    path("notices/unread/", notices_views.unread_badge, name="unread"),
    path("notices/settings/", notices_views.notice_settings, name="notice-settings"),
    path("calendar/<str:token>.ics", notices_views.feed, name="feed"),
]
