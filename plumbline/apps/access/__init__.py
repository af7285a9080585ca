"""Accounts in the firm's systems, rights and their reviews (A.5.15 to A.5.18)."""
