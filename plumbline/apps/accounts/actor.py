"""Who acts, in which organisation, with which access roles, through which door."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from plumbline.apps.accounts.access_roles import AccessRole, opened, permitted, permitted_wholly
from plumbline.apps.accounts.permissions import Permission
from plumbline.engine.proof.entry import ActorKind, Via


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody in one organisation. `id` is the opaque id that the journal keeps; the name is looked up, never stored.

    `access_roles` and `held` are what stood when the actor was made; an action asks anew under the lock.
    """

    organization_id: UUID
    organization: str = ""
    id: str = ""
    person: str = ""
    access_roles: frozenset[AccessRole] = frozenset()
    held: frozenset[str] = field(default=frozenset())
    sees: frozenset[str] | None = None
    """The subjects a visitor may read; None: whatever the access roles grant."""
    kind: ActorKind = ActorKind.PERSON
    via: Via = Via.CLI
    request: str = ""

    def may(self, permission: Permission) -> bool:
        """Whether one of the access roles grants it, if only for the actor's own records."""
        return permitted(self.access_roles, permission) and (self.sees is None or opened(self.sees, permission))

    def only_own(self, permission: Permission) -> bool:
        """Whether it is granted for the actor's own records and no others."""
        return self.may(permission) and not permitted_wholly(self.access_roles, permission)

    def answers_for(self, responsible: str) -> bool:
        """Whether a *responsible* is this person, or an ISMS role that this person holds."""
        return bool(responsible) and (responsible == self.person or responsible in self.held)
