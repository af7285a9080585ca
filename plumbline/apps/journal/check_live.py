"""Checking that the registers are what the journal says they are: live = as of the head, for every kind."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from plumbline.apps.journal.flaws import Flaw
from plumbline.apps.journal.reading import versions_at
from plumbline.apps.journal.registry import Registered, registered
from plumbline.apps.journal.statements import batches, identity, key, stream

Digests = dict[str, tuple[int, bytes | None]]
"""Reference -> index of the latest version and digest of its value, None where that was erased."""


def registers_agree(organization_id: UUID, size: int) -> Iterator[Flaw]:
    """Every record that differs between its register and the journal at its head."""
    journaled: dict[str, Digests] = {}
    for each in versions_at(organization_id, size):
        digest = None if each.value is None else _digest(each.value)
        journaled.setdefault(each.kind, {})[each.ref] = (each.idx, digest)
    for kind in registered():
        yield from _register_agrees(organization_id, kind, journaled.pop(kind.kind, {}))
    for name, digests in journaled.items():
        idx = next(iter(digests.values()))[0]
        yield Flaw(idx, None, f"The journal holds {len(digests)} records of kind “{name}”, which no register keeps.")


def _register_agrees(organization_id: UUID, kind: Registered, journaled: Digests) -> Iterator[Flaw]:
    try:
        for ref, value in _live(organization_id, kind):
            idx, digest = journaled.pop(ref, (None, b""))
            if idx is None:
                yield Flaw(None, f"{kind.kind} {ref}", "It is in its register and not, or not twice, in the journal.")
            elif digest != _digest(value):
                yield Flaw(idx, f"{kind.kind} {ref}", "Its register says other than the journal's last version.")
    except (ValueError, TypeError, KeyError) as error:
        yield Flaw(None, None, f"The register of kind “{kind.kind}” cannot be read: {error}")
        return
    for ref, (idx, _) in journaled.items():
        yield Flaw(idx, f"{kind.kind} {ref}", "It is in the journal, and missing from its register.")


def _live(organization_id: UUID, kind: Registered) -> Iterator[tuple[str, str]]:
    """Reference and value of every row; the ids come in one stream, the values by the batch."""
    sql = f'SELECT "{kind.id_column}" FROM "{kind.table}" WHERE organization_id = %s'
    ids = (identity(found) for (found,) in stream(sql, [key(organization_id)]))
    for batch in batches(ids):
        for ref, value in kind.load(organization_id, batch).values():
            yield ref, value.decode()


def _digest(value: str) -> bytes:
    return sha256(value.encode()).digest()
