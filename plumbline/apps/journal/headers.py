"""Stored headers, read fast: the shape of `engine.proof.entry` as structures whose fields stand in canonical order.

Encoding such a structure again gives the stored bytes if, and only if, they were canonical and held exactly these
fields. That is how a million headers can be read with their form checked.
"""

from __future__ import annotations

from datetime import datetime

import msgspec


class ChangeView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One change of an entry; `c` is the commitment in hexadecimal."""

    at: int | None
    c: str | None
    kind: str
    op: str
    prev: int | None
    ref: str


class ActorView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who acted."""

    id: str | None
    kind: str


class EntryView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the journal as its header tells it."""

    action: str
    actor: ActorView
    changes: tuple[ChangeView, ...]
    idx: int
    org: str
    part: tuple[int, int]
    req: str | None
    skew_ms: int
    steps: tuple[str, ...]
    time: str
    v: int
    via: str

    @property
    def moment(self) -> datetime:
        """When it was written, UTC."""
        return datetime.fromisoformat(self.time)


class HeaderError(ValueError):
    """Stored bytes that are not a header as this release writes it."""


_decode = msgspec.json.Decoder(EntryView).decode
_encode = msgspec.json.Encoder().encode


def read_header(stored: bytes) -> EntryView:
    """The entry of stored header bytes; raises HeaderError unless writing it again gives these very bytes."""
    try:
        view = _decode(stored)
    except (msgspec.DecodeError, TypeError, ValueError) as error:
        raise HeaderError(f"its header cannot be read ({error})") from error
    if _encode(view) != stored:
        raise HeaderError("its header is not in canonical form")
    return view
