"""The rows of a population as they were frozen: written by their content, read back and held against their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import blobs
from plumbline.engine.domain import kinds
from plumbline.engine.domain.documents import Blob
from plumbline.engine.evidence.on_record import from_canonical
from plumbline.engine.evidence.populations import Population, PopulationError, Row, population

MEDIA_TYPE = "text/tab-separated-values"


def made(rows: Iterable[Row]) -> Population:
    """The rows as a population. Raises RefusedError for rows that are none, with what to do."""
    try:
        return population(rows)
    except PopulationError as error:
        raise RefusedError(str(error)) from error


def keep(frozen: Population, name: str) -> Blob:
    """Keep the canonical bytes; the file is found by the very hash that the draw uses."""
    digest = blobs.keep(frozen.canonical)
    return Blob(sha256=digest, name=f"{name}.tsv", size=len(frozen.canonical), media_type=MEDIA_TYPE)


def content(held: kinds.Population) -> bytes:
    """The bytes as they lie in the store. Raises RefusedError where they are missing or are not those of the hash."""
    if not blobs.is_digest(held.digest):
        raise RefusedError(f"{held.ref} has no frozen rows. Freeze the population again: this one was only described.")
    place = blobs.place(held.digest)
    if not place.is_file():
        raise RefusedError(f"The rows of {held.ref} are not in the store. Restore them from the backup.")
    found = place.read_bytes()
    if hashlib.sha256(found).hexdigest() != held.digest:
        raise RefusedError(f"The rows of {held.ref} were altered in the store: they no longer have the hash on record.")
    return found


def read(held: kinds.Population) -> Population:
    """The frozen rows of a population. Raises RefusedError as `content` does, and for bytes of another form."""
    try:
        return from_canonical(content(held))
    except PopulationError as error:
        raise RefusedError(f"{held.ref}: {error}") from error
