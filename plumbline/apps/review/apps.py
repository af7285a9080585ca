"""The review app."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Management reviews, their inputs and decisions (9.3)."""

    name = "plumbline.apps.review"
    label = "review"
