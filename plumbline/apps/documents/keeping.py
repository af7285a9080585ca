"""The ordinary door of acknowledgements, where what somebody said for themselves stands."""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.bonds import Bond
from plumbline.apps.records.decided import STILL_OPEN
from plumbline.apps.records.sources import Source
from plumbline.apps.records.writing import Writer
from plumbline.engine.domain import kinds


class AcknowledgementWriter(Writer[kinds.Acknowledgement]):
    """Writes acknowledgements; what was signed on paper is entered and put right here, what a person gave is not."""

    def bonds(self, before: kinds.Acknowledgement, found: Source) -> Iterator[Bond]:
        yield from super().bonds(before, found)
        if before.given_on and found.written_by(before, Permission.DOCUMENT_ACKNOWLEDGE):
            said = (
                f"{before.ref} was given by the person it is about: who read what, and when, is not written for them."
            )
            yield Bond(said, STILL_OPEN)
