"""Signing keys and what they have signed, both outside the database: a rewound database is noticed here.

Each organisation has a folder `keys/<organisation>` in the home with the key (`log.key`, mode 0600), its public half to
hand out (`log.vkey`) and the memory of the largest tree it signed (`signed.json`).
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from plumbline.apps.journal import ports
from plumbline.engine.proof.merkle import EMPTY_ROOT
from plumbline.engine.proof.notes import NoteError, SeedSigner, VerifierKey

KEY, PUBLIC, MEMORY = "log.key", "log.vkey", "signed.json"


class KeyTroubleError(RuntimeError):
    """The key or its memory is missing, unreadable, or readable by others."""


class ForkError(RuntimeError):
    """The journal disagrees with what was signed before; to sign it would be to sign a second history."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The largest tree a key has signed: origin, number of entries, root (32 bytes)."""

    origin: str
    size: int
    root: bytes


def create(organization_id: UUID, origin: str) -> None:
    """Make the key of a new journal and remember that it has signed nothing; an existing key is left alone."""
    folder = _folder(organization_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / KEY).exists() or (folder / MEMORY).exists():
        return
    signer = SeedSigner(origin, ports.seed())
    remember(organization_id, Signed(origin, 0, EMPTY_ROOT))
    _replace(folder / PUBLIC, signer.key.vkey() + "\n")
    _replace(folder / KEY, signer.skey() + "\n")


def signer(organization_id: UUID) -> SeedSigner:
    """The signer of an organisation's journal; raises KeyTroubleError when its key cannot be used."""
    place = _folder(organization_id) / KEY
    if place.exists() and place.stat().st_mode & 0o077:
        raise KeyTroubleError(f"The signing key {place} can be read by others. Run chmod 600 on it.")
    try:
        return SeedSigner.parse(_read(place).strip())
    except NoteError as error:
        raise KeyTroubleError(f"The signing key {place} is damaged: {error}") from None


def verifier_key(organization_id: UUID) -> VerifierKey:
    """The public key of an organisation's journal; raises KeyTroubleError when it is missing or damaged."""
    place = _folder(organization_id) / PUBLIC
    try:
        return VerifierKey.parse(_read(place).strip())
    except NoteError as error:
        raise KeyTroubleError(f"The public key {place} is damaged: {error}") from None


def public_keys(organization_id: UUID) -> dict[str, str]:
    """The public keys of an organisation's journal, that of today and those of earlier names: file name -> text."""
    found = sorted(_folder(organization_id).glob("log*.vkey"))
    return {place.name: _read(place).strip() for place in found}


def verifier_keys(organization_id: UUID) -> dict[str, VerifierKey]:
    """The public keys by the name under which they sign; a damaged one of an earlier name is left out."""
    keys = {}
    for text in public_keys(organization_id).values():
        with suppress(NoteError):
            key = VerifierKey.parse(text)
            keys[key.name] = key
    return keys


def bring_public_key(organization_id: UUID, name: str, text: str) -> None:
    """Put a public key of a backup into the home, unless there is one of that name; it can only verify."""
    place = _folder(organization_id) / name
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not place.exists():
        _replace(place, text + "\n")


def renew(organization_id: UUID, origin: str, now: Signed) -> None:
    """Begin to sign under a new name with a new key, which remembers where it begins. The old files are put aside.

    Done in an order in which it may be interrupted anywhere and repeated: the memory goes last.
    """
    folder = _folder(organization_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if origin not in verifier_keys(organization_id):
        number = 1 + sum(1 for _ in folder.glob("log-*.vkey"))
        for name in (KEY, PUBLIC, MEMORY):
            place = folder / name
            if place.exists():
                place.replace(folder / f"{place.stem}-{number}{place.suffix}")
        fresh = SeedSigner(origin, ports.seed())
        _replace(folder / KEY, fresh.skey() + "\n")
        _replace(folder / PUBLIC, fresh.key.vkey() + "\n")
    remember(organization_id, now)


def memory(organization_id: UUID) -> Signed:
    """What the key signed last; raises KeyTroubleError when that is not known."""
    place = _folder(organization_id) / MEMORY
    try:
        told = json.loads(_read(place))
        return Signed(str(told["origin"]), int(told["size"]), bytes.fromhex(told["root"]))
    except (ValueError, KeyError, TypeError) as error:
        raise KeyTroubleError(f"The signer's memory {place} is damaged ({error}). Restore it with the key.") from None


def remember(organization_id: UUID, signed: Signed) -> None:
    """Keep what is about to be signed, before the signature leaves the house."""
    told = {"origin": signed.origin, "size": signed.size, "root": signed.root.hex()}
    _replace(_folder(organization_id) / MEMORY, json.dumps(told) + "\n")


def disagreement(then: Signed, now: Signed, root_then: bytes | None) -> str | None:
    """Why the journal as it is now must not be signed, or None when it continues what was signed.

    then: what the signer remembers; root_then: the journal's root at that size, None where it is not that long.
    """
    if now.origin != then.origin:
        return f"The journal calls itself {now.origin}, and this key signs {then.origin}."
    if now.size < then.size:
        return f"The journal has {now.size} entries, and {then.size} were signed. It was rewound, perhaps by a restore."
    if root_then != then.root:
        return f"The first {then.size} entries of the journal are not the ones that were signed. They were rewritten."
    return None


def _folder(organization_id: UUID) -> Path:
    home: Path = settings.PLUMBLINE_HOME
    return home / "keys" / str(organization_id)


def _read(place: Path) -> str:
    try:
        return place.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise KeyTroubleError(f"{place} cannot be read: {reason}. Restore the keys folder of the home.") from None


def _replace(place: Path, text: str) -> None:
    """Whole or not at all, readable by the owner only."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".draft-")  # made with mode 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(place)
