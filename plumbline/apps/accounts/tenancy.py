"""One organisation at a time: its tables are read through a manager that refuses while none is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

_M = TypeVar("_M", bound=models.Model)
_organization: ContextVar[UUID | None] = ContextVar("organization", default=None)


class NoOrganizationError(RuntimeError):
    """A tenant's table was asked for while no organisation is chosen: a fault of the program, never of a person."""


@contextmanager
def within(organization_id: UUID) -> Iterator[None]:
    """Read and write the tables of this organisation, and of no other, until the block ends."""
    token = _organization.set(organization_id)
    try:
        yield
    finally:
        _organization.reset(token)


def current_organization() -> UUID:
    """The organisation that is chosen. Raises NoOrganizationError where none is."""
    chosen = _organization.get()
    if chosen is None:
        raise NoOrganizationError("No organisation is chosen. Read inside `within(organization_id)` or an action.")
    return chosen


class TenantManager(models.Manager[_M]):
    """Rows of the organisation that is chosen; raises NoOrganizationError where none is."""

    def get_queryset(self) -> models.QuerySet[_M]:
        return super().get_queryset().filter(organization_id=current_organization())

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        super().contribute_to_class(cls, name)
        cls._meta.base_manager_name = None  # Django's own refresh of a row it already holds stays plain


def tenant_rows(model: type[_M], organization_id: UUID) -> models.QuerySet[_M, Any]:
    """The rows of a named organisation, for the few readers that are handed one and choose none."""
    return model._base_manager.filter(organization_id=organization_id)
