"""The ordinary door of acknowledgements, where what somebody said for themselves stands."""

from __future__ import annotations

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.decided import STILL_OPEN
from plumbline.apps.records.versions import written_by
from plumbline.apps.records.writing import Writer
from plumbline.engine.domain import kinds
from plumbline.engine.domain.record import differing


class AcknowledgementWriter(Writer[kinds.Acknowledgement]):
    """Writes acknowledgements; what was signed on paper is entered and put right here, what a person gave is not."""

    def refuse(self, before: kinds.Acknowledgement | None, after: kinds.Acknowledgement | None) -> None:
        super().refuse(before, after)
        if before is None or (after is not None and differing(before, after) <= STILL_OPEN):
            return
        if before.given_on and written_by(before, Permission.DOCUMENT_ACKNOWLEDGE):
            raise RefusedError(
                f"{before.ref} was given by the person it is about: who read what, and when, is not written for them."
            )
