"""`@action`: permission, one transaction, journal. Nothing else, and no other way to change anything.

The head of the organisation's log is locked first, so whoever acts is judged on what has committed, and two who act at
once act one after the other. A service that is called by a service joins its transaction.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Concatenate, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from plumbline.apps.accounts.access_roles import those_who_may
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.denials import write_denial
from plumbline.apps.accounts.errors import NotAllowedError
from plumbline.apps.accounts.ownership import overstepped
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.standing import Standing, standing
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.journal import checkpoints, guard, log, reading, signer

P = ParamSpec("P")
T = TypeVar("T")
Service = Callable[Concatenate[Actor, P], T]

MOST_TRIES = 4
BUSY_STATES = frozenset({"40001", "40P01", "55P03"})
"""SQLSTATEs of PostgreSQL: serialisation failure, deadlock, lock not available."""

SIGNED = frozenset({"accept", "adopt", "approve", "close", "erase", "except", "export", "import"})
"""What is signed at once: decisions, and what came in or leaves the house (trust.md 1.7)."""

ACTIONS: dict[str, Permission] = {}
"""Every service by its dotted name, for the matrix of permissions and its tests."""


@dataclass(slots=True)
class Run:
    """An action under way: who acts, on what standing, at which entry, and the permissions asked so far."""

    actor: Actor
    permission: Permission
    standing: Standing
    index: int
    steps: list[str] = field(default_factory=list)

    @property
    def only_own(self) -> bool:
        """Whether the action may write the actor's own records and no others."""
        return self.actor.only_own(self.permission)


_run: ContextVar[Run | None] = ContextVar("action", default=None)
_also: ContextVar[Callable[[], None] | None] = ContextVar("alongside", default=None)


def current_run() -> Run:
    """The action under way. Raises RuntimeError outside of one."""
    run = _run.get()
    if run is None:
        raise RuntimeError("No action is under way. Call this from a service that is an @action.")
    return run


def write_so_far() -> None:
    """Write an entry of what the action under way has changed until here; what follows is the next one.

    Both are of one transaction. It is for a reason that has to be on record before the record itself is taken away.
    """
    _append(current_run())


@contextmanager
def alongside(also: Callable[[], None]) -> Iterator[None]:
    """Do this too in the transaction of every outermost action inside: both are committed, or neither is.

    For bookkeeping beside the records, such as which step of a job is done.
    """
    token = _also.set(also)
    try:
        yield
    finally:
        _also.reset(token)


def action(permission: Permission, *, name: str = "") -> Callable[[Service[P, T]], Service[P, T]]:
    """Make a service an action: it runs with this permission, in one transaction, and is written to the journal."""

    def decorate(body: Service[P, T]) -> Service[P, T]:
        ACTIONS[name or f"{body.__module__}.{body.__qualname__}"] = permission

        @functools.wraps(body)
        def service(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> T:
            def call(who: Actor) -> T:
                return body(who, *args, **kwargs)

            run = _run.get()
            return _outermost(actor, permission, call) if run is None else _joined(run, actor, permission, call)

        return service

    return decorate


def _outermost(actor: Actor, permission: Permission, call: Callable[[Actor], T]) -> T:
    """Run the action, again where another writer was in the way; a denial is rolled back and then written down."""
    if signed := permission.verb in SIGNED:
        signer.signer(actor.organization_id)  # a key that cannot be used is told before anything is written
    for left in reversed(range(MOST_TRIES)):
        try:
            result = _transacted(actor, permission, call)
        except OperationalError as error:
            if not left or not _busy(error):
                raise
        except NotAllowedError:
            write_denial(actor, permission)
            raise
        else:
            if signed:
                checkpoints.cut(actor.organization_id)
            return result
    raise AssertionError("the last try returns or raises")


def _transacted(actor: Actor, permission: Permission, call: Callable[[Actor], T]) -> T:
    with transaction.atomic(durable=True), within(actor.organization_id):
        head = log.lock_head(actor.organization_id)
        checkpoints.refuse_fork(head)
        run = _begun(actor, permission, before=head.size)
        _demand(run, permission)
        token = _run.set(run)
        try:
            with guard.writing():
                result = call(run.actor)
                _append(run)
                if (also := _also.get()) is not None:
                    also()
        finally:
            _run.reset(token)
    return result


def _begun(actor: Actor, permission: Permission, *, before: int) -> Run:
    """The run of an actor whose access roles and ISMS roles are those that stand now, under the lock."""
    stands = standing(actor.organization_id, before)
    day = stands.today()
    fresh = replace(
        actor,
        organization=stands.organization.title,
        access_roles=stands.access_roles(actor.person, day),
        held=stands.held(actor.person, day),
        sees=stands.sees(actor.person, day),
    )
    return Run(fresh, permission, stands, before)


def _append(run: Run) -> None:
    """Write down what the transaction changed; where only one's own may be written, nothing else was."""
    written = log.append(
        run.actor.organization_id,
        actor_id=run.actor.id,
        actor_kind=run.actor.kind.value,
        action=run.permission.value,
        steps=tuple(run.steps),
        via=run.actor.via.value,
        request=run.actor.request,
    )
    if written is not None and run.only_own:
        first, last = written
        entries = reading.entries_between(run.actor.organization_id, first, last + 1)
        changes = [(each.kind, each.ref) for entry in entries for each in entry.changes]
        if ref := overstepped(run.actor.organization_id, changes, first, last + 1, run.actor.answers_for):
            raise NotAllowedError(not_yours(ref))


def not_yours(ref: str) -> str:
    """What is said to somebody who may write only what they answer for."""
    return (
        f"{ref or 'This'} is not yours to write: somebody else answers for it, or nobody yet. Ask whoever does, or let "
        "an ISMS manager name you."
    )


def _joined(run: Run, actor: Actor, permission: Permission, call: Callable[[Actor], T]) -> T:
    if actor.organization_id != run.actor.organization_id or actor.person != run.actor.person:
        raise RuntimeError("An action acts for one person in one organisation. Pass on the actor it was called with.")
    _demand(run, permission)
    if permission.value not in run.steps:
        run.steps.append(permission.value)
    return call(run.actor)


def _demand(run: Run, permission: Permission) -> None:
    """Raise NotAllowedError unless the actor may. Founding is for an empty log, which has nobody to ask."""
    if permission is Permission.ORGANIZATION_FOUND and run.index == 0:
        return
    if not run.actor.may(permission):
        who = run.actor.person or "Nobody in particular"
        raise NotAllowedError(
            f"{who} may not do this: it takes “{permission}”, which is for {those_who_may(permission)}. "
            "Ask one of these, who acts with --as E-MAIL; an administrator lets others in with `plumbline grant`."
        )


def _busy(error: OperationalError) -> bool:
    """Whether another writer was in the way, so that trying again makes sense."""
    if connection.vendor == "sqlite":
        return "locked" in str(error) or "busy" in str(error)
    return getattr(error.__cause__, "sqlstate", None) in BUSY_STATES
