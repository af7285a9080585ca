"""The suppliers app."""

from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    """Suppliers, agreements, assessments and reviews (A.5.19 to A.5.23)."""

    name = "plumbline.apps.suppliers"
    label = "suppliers"
