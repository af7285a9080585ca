"""The Statement of Applicability, computed: what applies, why, how far it is done and what shows it (6.1.3 d)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plumbline.engine.domain.controls import Implementation
from plumbline.engine.domain.drivers import Driver, drivers_of, unknown_demands
from plumbline.engine.domain.evidence import Freshness, freshness
from plumbline.engine.domain.exclusion_facts import facts_against
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.justification import justified, listed
from plumbline.engine.domain.kinds import (
    ControlState,
    FrozenRow,
    OwnControl,
    Record,
    SoaDeclared,
    SoaOverride,
    SoaVersion,
)

Applicability = Literal["yes", "no", "undecided"]
Basis = Literal["derived", "declared", "overridden", "none"]
OWN = "own"
"""The theme of controls beyond Annex A."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things on record that cannot both stand, and the records that say them."""

    kind: Literal["needed but excluded", "declared differs from override", "excluded against facts", "state told twice"]
    says: str
    records: tuple[str, ...] = ()

    def told(self, records: str) -> str:
        """The same with other words for the list of its records."""
        return self.says.replace(listed(self.records), records, 1) if self.records else self.says


@dataclass(frozen=True, slots=True, kw_only=True)
class SoaRow:
    """One control as computed from the registers on the day."""

    key: str
    title: str
    theme: str
    applicable: Applicability
    basis: Basis
    drivers: tuple[Driver, ...]
    justification: str
    declared: SoaDeclared | None
    override: SoaOverride | None
    status: Implementation
    owner: str
    description: str
    documents: tuple[str, ...]
    evidence: Freshness
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class Orphans:
    """Broken links between what asks and what is decided, in both directions."""

    undriven: tuple[SoaRow, ...]
    """Applicable rows that no record asks for and no reasoned override upholds."""
    excluded: tuple[SoaRow, ...]
    """Rows that records ask for while a declaration or an override leaves the control out."""
    absent: Mapping[str, tuple[Driver, ...]]
    """Controls that records ask for and the statement does not list, by key or by the words used."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that reads otherwise in the statement on record than computed."""

    field: Literal["applicable", "status", "drivers"]
    stated: str
    computed: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of the statement on record (None where it has none) beside the computed one."""

    key: str
    stated: SoaDeclared | FrozenRow | None
    row: SoaRow | None
    differences: tuple[Difference, ...]


def rows(isms: Isms) -> tuple[SoaRow, ...]:
    """The 93 controls of Annex A in their order, then the live own controls."""
    return isms.memo("soa rows", lambda: (*_annex_rows(isms), *_own_rows(isms)))


def row(isms: Isms, key: str) -> SoaRow | None:
    """The computed row of a control, None where the key is of neither Annex A nor a live own control."""
    return isms.memo("soa rows by key", lambda: {each.key: each for each in rows(isms)}).get(key)


def approved(isms: Isms) -> SoaVersion | None:
    """The approved version in force on the day: the latest that is not superseded and not of a later day."""
    held = (
        each for each in isms.all(SoaVersion) if each.state == "approved" and (each.approved_on or isms.on) <= isms.on
    )
    return max(held, key=lambda each: (each.approved_on or date.min, each.ref), default=None)


def declared_rows(isms: Isms) -> tuple[SoaDeclared, ...]:
    """The rows that rules examine: those declared, else those of the approved version in the same shape."""

    def find() -> tuple[SoaDeclared, ...]:
        if live := isms.live(SoaDeclared):
            return live
        version = approved(isms)
        return tuple(as_declared(each) for each in version.rows) if version else ()

    return isms.memo("declared rows", find)


def as_declared(frozen: FrozenRow) -> SoaDeclared:
    """A row of an approved version in the shape of a declared one."""
    return SoaDeclared(
        ref=frozen.key,
        applicable=frozen.applicable,
        status=frozen.status,
        justification=frozen.justification,
    )


def in_force(isms: Isms, key: str) -> Applicability:
    """Whether a control applies by what is in force: the approved version, else an override, else what is declared."""
    frozen = {each.key: each for each in version.rows} if (version := approved(isms)) else {}
    if key in frozen:
        return frozen[key].applicable or "undecided"
    for held in (isms.at(SoaOverride, key), isms.at(SoaDeclared, key)):
        if held is not None and held.live and held.applicable:
            return held.applicable
    return "undecided"


def frozen_rows(isms: Isms) -> tuple[FrozenRow, ...]:
    """The computed rows as an approval freezes them."""
    return tuple(
        FrozenRow(
            key=each.key,
            applicable="" if each.applicable == "undecided" else each.applicable,
            status=each.status,
            justification=each.justification,
            drivers=_unique(each.drivers),
        )
        for each in rows(isms)
    )


# --- one row ---------------------------------------------------------------------------------------------------------


def _annex_rows(isms: Isms) -> tuple[SoaRow, ...]:
    return tuple(
        _row(isms, key, control.title, str(control.theme), isms.at(ControlState, key))
        for key, control in isms.standard.controls.items()
    )


def _own_rows(isms: Isms) -> tuple[SoaRow, ...]:
    return tuple(_row(isms, own.ref, own.title, OWN, own) for own in isms.live(OwnControl))


def _row(isms: Isms, key: str, title: str, theme: str, state: ControlState | OwnControl | None) -> SoaRow:
    declared, override = isms.at(SoaDeclared, key), isms.at(SoaOverride, key)
    declared = declared if declared and declared.live else None
    override = override if override and override.live else None
    asking = drivers_of(isms, key)
    applicable, basis = _decided(asking, declared, override, own=theme == OWN)
    return SoaRow(
        key=key,
        title=title,
        theme=theme,
        applicable=applicable,
        basis=basis,
        drivers=asking,
        justification=justified(asking if applicable == "yes" else (), declared, override),
        declared=declared,
        override=override,
        status=(state.status if state else "") or (declared.status if declared else ""),
        owner=(state.owner if state else "") or (declared.owner if declared else ""),
        description=(state.description if state else "") or (declared.description if declared else ""),
        documents=_documents(state, declared),
        evidence=freshness(isms, key),
        contradictions=_contradictions(isms, key, declared, override, state.status if state else ""),
    )


def _decided(
    asking: tuple[Driver, ...], declared: SoaDeclared | None, override: SoaOverride | None, *, own: bool
) -> tuple[Applicability, Basis]:
    if override is not None and override.applicable:
        return override.applicable, "overridden"
    if asking:
        return "yes", "derived"
    if declared is not None and declared.applicable:
        return declared.applicable, "declared"
    return ("yes", "declared") if own else ("undecided", "none")


def _documents(state: ControlState | OwnControl | None, declared: SoaDeclared | None) -> tuple[str, ...]:
    held = state.documents if isinstance(state, ControlState) else ()
    return tuple(dict.fromkeys((*held, *(declared.documents if declared else ()))))


def _contradictions(
    isms: Isms, key: str, declared: SoaDeclared | None, override: SoaOverride | None, status: Implementation
) -> tuple[Contradiction, ...]:
    found = []
    said, ruled = (declared.applicable if declared else ""), (override.applicable if override else "")
    asking = drivers_of(isms, key)
    if (ruled or said) == "no":
        if asking:
            by = "overruled as not applicable" if ruled else "declared not applicable"
            refs = _unique(asking)
            found.append(
                Contradiction(
                    "needed but excluded", f"{by}, while {listed(refs)} {_verb(refs, 'asks', 'ask')} for it", refs
                )
            )
        if facts := facts_against(isms, key):
            named = tuple(each.ref if isinstance(each, Record) else each for each in facts)
            found.append(
                Contradiction(
                    "excluded against facts",
                    f"excluded, while {listed(named)} {_verb(named, 'stands', 'stand')} against it",
                    named,
                )
            )
    if said and ruled and said != ruled:
        found.append(Contradiction("declared differs from override", f"declared {said}, overruled as {ruled}"))
    if declared is not None and declared.status and status and declared.status != status:
        says = f"declared {declared.status}, the control's own state is {status}"
        found.append(Contradiction("state told twice", says))
    return tuple(found)


def _verb(subjects: tuple[str, ...], one: str, many: str) -> str:
    return one if len(subjects) == 1 else many


def _unique(asking: tuple[Driver, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.ref for each in asking))


# --- the statement as a whole ----------------------------------------------------------------------------------------


def orphans(isms: Isms) -> Orphans:
    """Broken links in both directions: decided without being asked for, asked for without being decided."""

    def find() -> Orphans:
        reasoned = (each for each in rows(isms) if each.applicable == "yes" and not each.drivers)
        asked = [each for each in rows(isms) if each.drivers]
        version = approved(isms)
        listed_keys = {each.ref for each in declared_rows(isms)} | {
            each.key for each in (version.rows if version else ())
        }
        absent = {each.key: each.drivers for each in asked if listed_keys and each.key not in listed_keys}
        return Orphans(
            undriven=tuple(each for each in reasoned if not (each.override and each.override.reason)),
            excluded=tuple(each for each in asked if _left_out(isms, each)),
            absent={**absent, **unknown_demands(isms)},
        )

    return isms.memo("soa orphans", find)


def _left_out(isms: Isms, each: SoaRow) -> bool:
    if each.override is not None and each.override.applicable:
        return each.override.applicable == "no"
    if each.declared is not None and each.declared.applicable:
        return each.declared.applicable == "no"
    return in_force(isms, each.key) == "no"


def comparison(isms: Isms) -> tuple[Compared, ...]:
    """The statement on record beside the computed one, row by row; rows that agree have no differences."""
    stated = {each.ref: each for each in declared_rows(isms)}
    return _compared(isms, stated)


def drift(isms: Isms) -> tuple[Compared, ...]:
    """Rows computed now that differ in applicability, state or drivers from those of the approved version."""
    version = approved(isms)
    if version is None:
        return ()
    return tuple(each for each in _compared(isms, {each.key: each for each in version.rows}) if each.differences)


def _compared(isms: Isms, stated: Mapping[str, SoaDeclared] | Mapping[str, FrozenRow]) -> tuple[Compared, ...]:
    computed = {each.key: each for each in rows(isms)}
    keys = (*computed, *(key for key in stated if key not in computed))
    pairs = ((key, stated.get(key), computed.get(key)) for key in keys)
    return tuple(Compared(key, said, now, tuple(_differences(said, now))) for key, said, now in pairs)


def _differences(said: SoaDeclared | FrozenRow | None, now: SoaRow | None) -> Iterator[Difference]:
    applicable = now.applicable if now else "not a row"
    stated = (said.applicable or "undecided") if said else "no row"
    if stated != applicable:
        yield Difference("applicable", stated, applicable)
    if said is None or now is None:
        return
    if said.status != now.status:
        yield Difference("status", said.status or "unstated", now.status or "unstated")
    if isinstance(said, FrozenRow) and set(said.drivers) != set(_unique(now.drivers)):
        yield Difference("drivers", listed(said.drivers) or "none", listed(_unique(now.drivers)) or "none")
