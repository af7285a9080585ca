"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, competence, training and signed papers (7.2, 7.3, A.6)."""

    name = "plumbline.apps.people"
    label = "people"
