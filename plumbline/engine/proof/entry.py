"""The header of a journal entry: which records changed, by whose action and when, with commitments instead of values.

Headers are kept for ever, so they hold no free text, no names and no bare content hashes. Every field is always
present and what is unknown is `null`. The bytes are canonical JSON, made once; `leaf_hash` of them is the entry's leaf.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import cast

from plumbline.engine.proof.canonical import LARGEST_INTEGER, JsonValue, canonical, parse_canonical

FORMAT = 1
MOST_CHANGES = 256
LARGEST_HEADER = 65_535
COMMITMENT_SIZE = SALT_SIZE = 32

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_ACTION = re.compile(r"[a-z][a-z0-9_-]{0,31}(?::[a-z][a-z0-9_-]{0,31}){1,2}")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")
_HEX = re.compile(r"[0-9a-f]{64}")
_CATALOGUE_KEY = r"(?:[a-z][a-z0-9]{0,15}(?::[0-9]{4})?/)?(?:[A-Z]{1,4}\.?)?[0-9]{1,4}(?:\.[0-9A-Za-z]{1,4})*"
_REF = re.compile(
    rf"[A-Z][A-Z0-9]{{0,7}}(?:-[0-9]{{4}})?-[0-9]{{1,12}}|{_CATALOGUE_KEY}(?:-[a-z0-9]{{1,8}})?|{_UUID.pattern}"
)


class EntryError(ValueError):
    """A header that must not be written, or bytes that are not one."""


class Op(StrEnum):
    """What a change does to a record, or to the stored version of one."""

    PUT = "put"
    DROP = "drop"
    REDACT = "redact"
    ERASE = "erase"


class ActorKind(StrEnum):
    """What sort of actor acted."""

    PERSON = "person"
    TOKEN = "token"
    JOB = "job"
    SYSTEM = "system"
    IMPORT = "import"


class Via(StrEnum):
    """The door the action came through."""

    WEB = "web"
    API = "api"
    CLI = "cli"
    JOB = "job"
    IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorId:
    """Who acted: a kind and an opaque lower-case UUID, or no id where nobody in particular did."""

    kind: ActorKind
    id: str | None

    def __post_init__(self) -> None:
        if self.id is not None:
            _match(_UUID, self.id, "actor.id", "a lower-case UUID or null")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one record: `prev` is the index of its previous version, `at` that of a redacted or erased one.

    The commitment (32 bytes) binds the new value; only an erasure has none, since it leaves nothing to commit to.
    """

    kind: str
    ref: str
    op: Op
    prev: int | None
    at: int | None = None
    commitment: bytes | None

    def __post_init__(self) -> None:
        _match(_KIND, self.kind, "changes[].kind", "a record kind in lower case")
        _match(_REF, self.ref, "changes[].ref", "a reference such as R-12, A.5.9 or a UUID")
        for name, index in (("prev", self.prev), ("at", self.at)):
            if index is not None:
                _count(index, f"changes[].{name}")
        self._check_versions()
        if self.op is Op.ERASE and self.commitment is not None:
            raise EntryError(f"The erasure of {self.ref} carries a commitment. It leaves no value; pass none.")
        if self.op is not Op.ERASE and (self.commitment is None or len(self.commitment) != COMMITMENT_SIZE):
            raise EntryError(f"The change of {self.ref} needs a commitment of {COMMITMENT_SIZE} bytes.")

    def _check_versions(self) -> None:
        if self.op in (Op.REDACT, Op.ERASE):
            if self.prev is None or self.at is None or self.at > self.prev:
                raise EntryError(f"To {self.op} {self.ref}, name in `at` one of the versions up to `prev`.")
        elif self.at is not None:
            raise EntryError(f"Only redact and erase speak of an earlier version; {self.ref} has `at` {self.at}.")
        elif self.op is Op.DROP and self.prev is None:
            raise EntryError(f"{self.ref} cannot be dropped: it has no previous version. Leave the change out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One entry of an organisation's journal. `time` is UTC text with six digits (see `utc_text`), `part` is (i, n)."""

    org: str
    idx: int
    time: str
    skew_ms: int
    actor: ActorId
    action: str
    steps: tuple[str, ...] = ()
    via: Via
    req: str | None
    part: tuple[int, int] = (1, 1)
    changes: tuple[Change, ...]

    def __post_init__(self) -> None:
        _match(_UUID, self.org, "org", "a lower-case UUID")
        _count(self.idx, "idx")
        _check_time(self.time)
        _count(self.skew_ms, "skew_ms")
        for name, action in (("action", self.action), *(("steps[]", step) for step in self.steps)):
            _match(_ACTION, action, name, "a permission such as risk:accept")
        if self.req is not None:
            _match(_UUID, self.req, "req", "a lower-case UUID or null")
        for number in self.part:
            _count(number, "part[]")
        if not 1 <= self.part[0] <= self.part[1]:
            raise EntryError(f"Part {self.part[0]} of {self.part[1]} does not exist. Count from 1.")
        self._check_changes()

    def _check_changes(self) -> None:
        if len(self.changes) > MOST_CHANGES:
            raise EntryError(f"{len(self.changes)} changes are more than {MOST_CHANGES}. Append a run of entries.")
        seen: set[tuple[str, str, int | None]] = set()
        for change in self.changes:
            if change.prev is not None and change.prev >= self.idx:
                raise EntryError(f"{change.ref} follows version {change.prev}, which is not before entry {self.idx}.")
            key = (change.kind, change.ref, change.at)
            if key in seen:
                raise EntryError(f"{change.kind} {change.ref} changes twice in one entry. Merge the changes.")
            seen.add(key)

    def to_bytes(self) -> bytes:
        """Return the canonical bytes that are hashed and stored; raise EntryError above 65,535 bytes."""
        data = canonical(_header_json(self))
        if len(data) > LARGEST_HEADER:
            raise EntryError(f"The header has {len(data)} bytes, more than {LARGEST_HEADER}. Append a run of entries.")
        return data

    @classmethod
    def from_bytes(cls, data: bytes) -> Header:
        """Return the header of stored bytes.

        Raises EntryError, or CanonicalError for what is not canonical JSON, unless `to_bytes` writes these very bytes.
        """
        if len(data) > LARGEST_HEADER:
            raise EntryError(f"A header of {len(data)} bytes is not one of ours; the most is {LARGEST_HEADER}.")
        value = parse_canonical(data)
        try:
            header = _read_header(value)
        except EntryError:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise EntryError(f"The header lacks a field or has one of the wrong type ({error}).") from error
        if header.to_bytes() != data:
            raise EntryError("The header holds more than the known fields. Verify with the version that wrote it.")
        return header


def commitment(salt: bytes, canonical_value: bytes) -> bytes:
    """Return SHA-256(salt ‖ canonical value); the salt is 32 random bytes, drawn anew for every version."""
    if len(salt) != SALT_SIZE:
        raise EntryError(f"A salt has {SALT_SIZE} bytes, not {len(salt)}. Draw it from the random source.")
    return sha256(salt + canonical_value).digest()


def utc_text(moment: datetime) -> str:
    """Return an aware moment as the journal writes it: UTC, six digits, `Z`; such texts sort as their times do."""
    if moment.utcoffset() is None:
        raise EntryError("The moment has no time zone. Pass an aware datetime.")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _header_json(header: Header) -> JsonValue:
    return {
        "v": FORMAT,
        "org": header.org,
        "idx": header.idx,
        "time": header.time,
        "skew_ms": header.skew_ms,
        "actor": {"id": header.actor.id, "kind": header.actor.kind},
        "action": header.action,
        "steps": header.steps,
        "via": header.via,
        "req": header.req,
        "part": header.part,
        "changes": [_change_json(change) for change in header.changes],
    }


def _change_json(change: Change) -> JsonValue:
    return {
        "kind": change.kind,
        "ref": change.ref,
        "op": change.op,
        "prev": change.prev,
        "at": change.at,
        "c": None if change.commitment is None else change.commitment.hex(),
    }


def _read_header(value: JsonValue) -> Header:
    fields = cast(dict[str, JsonValue], value)
    if fields["v"] != FORMAT:
        raise EntryError(f"Header format {fields['v']!r} is unknown here. Use a newer version of Plumbline.")
    actor = cast(dict[str, str], fields["actor"])
    first, of = cast(list[int], fields["part"])
    return Header(
        org=cast(str, fields["org"]),
        idx=cast(int, fields["idx"]),
        time=cast(str, fields["time"]),
        skew_ms=cast(int, fields["skew_ms"]),
        actor=ActorId(kind=ActorKind(actor["kind"]), id=actor["id"]),
        action=cast(str, fields["action"]),
        steps=tuple(cast(list[str], fields["steps"])),
        via=Via(cast(str, fields["via"])),
        req=cast("str | None", fields["req"]),
        part=(first, of),
        changes=tuple(_read_change(change) for change in cast(list[dict[str, JsonValue]], fields["changes"])),
    )


def _read_change(fields: dict[str, JsonValue]) -> Change:
    committed = fields["c"]
    if committed is not None:
        _match(_HEX, cast(str, committed), "changes[].c", "64 lower-case hexadecimal digits")
    return Change(
        kind=cast(str, fields["kind"]),
        ref=cast(str, fields["ref"]),
        op=Op(cast(str, fields["op"])),
        prev=cast("int | None", fields["prev"]),
        at=cast("int | None", fields["at"]),
        commitment=None if committed is None else bytes.fromhex(cast(str, committed)),
    )


def _match(pattern: re.Pattern[str], value: str, field: str, wanted: str) -> None:
    if not pattern.fullmatch(value):
        raise EntryError(f"{field} is {value!r}. It must be {wanted}.")


def _count(value: int, field: str) -> None:
    if isinstance(value, bool) or not 0 <= value <= LARGEST_INTEGER:
        raise EntryError(f"{field} is {value!r}. It must be a whole number from 0.")


def _check_time(time: str) -> None:
    _match(_TIME, time, "time", "UTC with six digits, such as 2026-03-31T14:05:09.120000Z")
    try:
        exists = utc_text(datetime.fromisoformat(time)) == time
    except ValueError:
        exists = False
    if not exists:
        raise EntryError(f"time is {time!r}, which no calendar and clock have. Make it with utc_text.")
