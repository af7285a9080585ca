"""Plumbline: an information security management system that audits itself and proves its history."""

__version__ = "0.1.0.dev0"
