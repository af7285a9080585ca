"""Plumbline: an information security management system that audits itself and proves its history."""
