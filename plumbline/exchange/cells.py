"""Everything that reads a single cell, gathered for those who map columns to fields."""

from __future__ import annotations

from plumbline.exchange.days import Ambiguous, Day, Order, Unreadable, day_order, read_day
from plumbline.exchange.figures import AmbiguousFigure, Figure, Mark, decimal_mark, read_decimal
from plumbline.exchange.marks import ControlKeys, find_refs, read_control_keys
from plumbline.exchange.spans import read_interval
from plumbline.exchange.words import Answer, Level, is_blank, plain, read_answer, read_bool, read_level, unaccented

__all__ = [
    "Ambiguous",
    "AmbiguousFigure",
    "Answer",
    "ControlKeys",
    "Day",
    "Figure",
    "Level",
    "Mark",
    "Order",
    "Unreadable",
    "day_order",
    "decimal_mark",
    "find_refs",
    "is_blank",
    "plain",
    "read_answer",
    "read_bool",
    "read_control_keys",
    "read_day",
    "read_decimal",
    "read_interval",
    "read_level",
    "unaccented",
]
