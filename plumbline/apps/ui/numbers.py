"""Whole numbers in addresses: as many digits as a database counts with; a longer one names no page."""

from __future__ import annotations

from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    """A number of at most fifteen digits, so that no database is asked for one that it cannot hold."""

    regex = "[0-9]{1,15}"
