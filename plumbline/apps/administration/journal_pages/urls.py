"""Addresses of the journal."""

from django.urls import path

from plumbline.apps.administration.journal_pages import views

app_name = "journal"
urlpatterns = [
    path("journal/", views.entries, name="entries"),
    path("journal/verify/", views.verification, name="verify"),
    path("journal/verify/progress/", views.progress, name="progress"),
    path("journal/checkpoints/", views.checkpoints_kept, name="checkpoints"),
    path("journal/checkpoints/<number:size>/", views.note, name="note"),
    path("journal/key/", views.public_key, name="key"),
    path("journal/<number:index>/", views.entry, name="entry"),
    path("journal/<number:index>/proof/", views.proof, name="proof"),
    path("journal/<number:index>/header/", views.header, name="header"),
]
