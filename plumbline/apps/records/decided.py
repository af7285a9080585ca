"""What only a service of its own writes, because somebody answers for it, and what then stays as it was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.records.bonds import WHAT, Bond
from plumbline.engine.domain.record import Record, Shape, field_of

R = TypeVar("R", bound=Record)
STILL_OPEN = frozenset({"state", "note", "aliases", "extra", "unread", "reviewed_on", "next_review"})
"""What may be written of a decided record: that it ended, what is noted of it, that somebody looked at it again."""


@dataclass(frozen=True)
class Decided(Generic[R]):
    """`reserved` names fields (`approved_on`), or words of fields (`state=in force`) that make a record decided."""

    kind: type[R]
    reserved: tuple[str, ...]

    def refuse(self, fields: Mapping[str, object], before: R | None = None) -> None:
        """Raise RefusedError where fields are reserved; before: what stands now."""
        standing = self.standing(before)
        leaves = bool(standing) and fields.get("state", standing) != standing
        again = leaves and fields["state"] not in self.kind.ENDED
        for each in self.reserved:
            name, _, word = each.partition("=")
            if name in fields:
                self._refuse_reserved(name, word, fields[name], before, again=again)

    def bonds(self, before: R, told: Iterable[R]) -> Iterator[Bond]:
        """Why a record stands that was decided: it is in that state, or ended after it; told: all it ever said.

        What an ended one said while somebody answered for it would be written anew under a decision about other words.
        Of removing it `refuse_removing` speaks.
        """
        free = STILL_OPEN | {each for each in self.reserved if "=" not in each}  # these are refused as reserved
        words = {each.partition("=")[2] for each in self.reserved}
        ends, ended = " or ".join(sorted(self.kind.ENDED)), str(getattr(before, "state", ""))
        if standing := self.standing(before):
            yield Bond(
                f"{before.ref} is {standing}: somebody answers for what it says, so {WHAT} stays. "
                "Write a new one and have it decided.",
                free,
                states=None if standing in self.kind.ENDED else self.kind.ENDED | words,
                undone=f"{before.ref} is {standing}, and not undone by hand. "
                + (f"End it ({ends}) and write a new one." if ends else "Write a new one and have it decided."),
                leaving=self.names,
                removable=True,
            )
        elif ended in self.kind.ENDED and (once := self.once(before, told)):
            yield Bond(
                f"{before.ref} was {once} and is {ended}: it stays as it ended. Write a new one and have it decided.",
                free,
                states=self.kind.ENDED | words,
                removable=True,
            )

    def refuse_removing(self, before: R, told: Iterable[R]) -> None:
        """Raise RefusedError where a record was decided: it ends, and is not taken away as if it had never been."""
        if standing := self.standing(before):
            ends = " or ".join(sorted(self.kind.ENDED))
            cure = f"End it instead ({ends})." if ends else "It stays on record."
            raise RefusedError(f"{before.ref} is {standing}: somebody answers for it, so it is not removed. {cure}")
        if once := self.once(before, told):
            raise RefusedError(f"{before.ref} was {once}: somebody answered for it, so it stays on record.")

    def once(self, value: R, told: Iterable[R]) -> str:
        """The state in which a record was decided, now or before; told: all it ever said.

        A record that came in after it had ended says so by the day of its decision.
        """
        words = [word for each in self.reserved for name, _, word in [each.partition("=")] if name == "state"]
        if not words:
            return ""
        days = (name for name in self.names - {"expires"} if field_of(self.kind, name).shape is Shape.DAY)
        ended = str(getattr(value, "state", "")) in self.kind.ENDED
        dated = words[0] if ended and any(getattr(value, name) for name in days) else ""
        return self.standing(value) or dated or next(filter(None, map(self.standing, told)), "")

    @property
    def names(self) -> frozenset[str]:
        """The fields that are reserved, or have a word that is."""
        return frozenset(each.partition("=")[0] for each in self.reserved)

    def standing(self, before: R | None) -> str:
        """The state that makes the record a decided one; empty where it is none."""
        state = str(getattr(before, "state", ""))
        return state if f"state={state}" in self.reserved else ""

    def _refuse_reserved(self, name: str, word: str, wish: object, before: R | None, *, again: bool) -> None:
        declared = field_of(self.kind, name)
        stands = declared.starts_empty if before is None else getattr(before, name)
        if before is None and word:
            stands = None  # a record may begin in that very state, and is not to
        harmless = wish == stands or (wish != word if word else again and wish == declared.starts_empty)
        if not harmless:
            said = f"“{declared.label}”" + (f" “{word}”" if word else "")
            raise RefusedError(f"{said} is not written by hand. Use the step that decides it and checks who may.")
