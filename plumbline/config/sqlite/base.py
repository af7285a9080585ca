"""The embedded database.

`PRAGMA trusted_schema=OFF` keeps functions that a tampered schema might call from running, and SQLite before 3.44
counts JSON_VALID among them: Django's CHECK on a JSONField would refuse its table. Only sign-in machinery has such
columns, and Python writes them; the journal's own values are checked text.
"""

from django.db.backends.sqlite3 import base

CHECKS = {name: test for name, test in base.DatabaseWrapper.data_type_check_constraints.items() if name != "JSONField"}


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite as Django has it, with JSON columns unchecked by the database."""

    data_type_check_constraints = CHECKS
