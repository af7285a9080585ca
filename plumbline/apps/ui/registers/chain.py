"""The chain of proof of a record: why it is there, what treats it, what shows it, what was found and done about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from plumbline.apps.records.pointers import Pointer
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.registers.cells import address, called
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.evidence import items
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE
from plumbline.engine.domain.kinds import ControlState, EvidenceItem, OwnControl, Record, SoaDeclared, fields_of

STEPS: tuple[tuple[str, str, str], ...] = (
    (
        "Obligations and context",
        "scale",
        "obligation party_requirement party issue climate_decision scope interface site organization",
    ),
    ("Risks", "alert-triangle", "risk threat weakness vulnerability assessment assessment_round criteria"),
    ("Assets and suppliers", "server", "asset process supplier supplier_agreement account entitlement"),
    ("Treatment", "adjustments", "treatment_plan acceptance exception rule_waiver"),
    (
        "Controls",
        "shield-check",
        "control control_state own_control activity crypto_key backup_job plan impact_analysis communication",
    ),
    ("Statement of Applicability", "list-check", "soa_declared soa_override soa_version"),
    ("Documents", "file-text", "document document_version commitment acknowledgement own_rule"),
    (
        "Evidence",
        "certificate",
        """evidence_item reading objective metric training competence_proof competence_need course screening
        agreement_signed supplier_assessment supplier_review activity_run restore_test exercise access_review
        access_entry""",
    ),
    ("Audit", "microscope", "audit audit_programme audit_item population audit_sample sample finding"),
    ("Management review", "eye", "review review_input decision"),
    ("Nonconformities and incidents", "alert-octagon", "nonconformity incident event notification lesson"),
    ("Actions", "checks", "action improvement change resource_need"),
    ("Roles", "users", "assignment role membership"),
)
"""Label, icon and kinds of each step, in the order from why to what was done."""
STEP_OF = {kind: label for label, _, kinds in STEPS for kind in kinds.split()}
MEANT = {
    "risk": "Risks",
    "asset": "Assets and suppliers",
    "supplier": "Assets and suppliers",
    "control": "Controls",
    "document": "Documents",
    "polic": "Documents",
    "action": "Actions",
    "owner": "Roles",
    "person": "Roles",
}
"""What a field is called -> where the thing belongs that its words were meant to name."""
SHOWN_AT_ONCE = 6
MOST_PER_STEP = 60
MOST_CONTROLS = 12
PEOPLE = frozenset({"person", "role"})


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain; `gap` says what is missing, `mend` where that is put right."""

    ref: str
    title: str = ""
    url: str = ""
    how: str = ""
    state: str = ""
    gap: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Links of one sort; the first few stand open."""

    label: str
    icon: str
    links: tuple[Link, ...]

    @property
    def first(self) -> tuple[Link, ...]:
        """What is shown at once."""
        return self.links[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> tuple[Link, ...]:
        """What is shown when asked for."""
        return self.links[SHOWN_AT_ONCE:MOST_PER_STEP]

    @property
    def beyond(self) -> int:
        """How many more there are."""
        return max(len(self.links) - MOST_PER_STEP, 0)


def chain(visit: Visit, record: Record) -> tuple[Step, ...]:
    """The steps of a record's chain that hold anything, in the order from why to what was done."""
    found: dict[str, dict[str, Link]] = defaultdict(dict)
    for step, link in _links(visit, record):
        known = found[step].get(link.ref)
        if known is None or (link.gap and not known.gap):
            found[step][link.ref] = link
    return tuple(
        Step(label, icon, tuple(sorted(found[label].values(), key=lambda each: not each.gap)))
        for label, icon, _ in STEPS
        if found[label]
    )


def _links(visit: Visit, record: Record) -> Iterator[tuple[str, Link]]:
    keys = [record.ref] if record.KIND in KEYED_BY_CATALOGUE or isinstance(record, OwnControl) else []
    for pointer in visit.system.pointed_from(record):
        if pointer.record is not None:
            if pointer.record.KIND not in PEOPLE and visit.may(reading(pointer.record.KIND)):
                yield _step(pointer.record.KIND), _link(visit, pointer.record, pointer.field)
                keys += [pointer.record.ref] if isinstance(pointer.record, OwnControl) else []
        elif pointer.key:
            keys.append(pointer.key)
        else:
            yield _step_of_words(pointer), _broken(record, pointer)
    for pointer in visit.system.pointing_at(record):
        if pointer.record is not None and visit.may(reading(pointer.record.KIND)):
            yield _step(pointer.record.KIND), _link(visit, pointer.record, pointer.field)
    controls = [each for each in dict.fromkeys(keys) if each in visit.isms.standard.controls or each.startswith("OC-")]
    for key in controls[:MOST_CONTROLS]:
        yield from _of_control(visit, record, key)


def _of_control(visit: Visit, record: Record, key: str) -> Iterator[tuple[str, Link]]:
    """What stands behind a control: how it is implemented, its row of the SoA, what shows it."""
    isms = visit.isms
    state, row = isms.at(ControlState, key), isms.at(SoaDeclared, key)
    label = isms.standard.label(key) if key in isms.standard.controls else ""
    add = reverse("records:new", args=["control_state"])
    if state is not None and state is not record:
        yield "Controls", Link(key, label, address(state), "", state.status)
    elif state is None and label:
        yield "Controls", Link(key, label, gap="Nobody has said how it is done.", mend=f"{add}?ref={key}")
    if row is not None and row is not record:
        yield "Statement of Applicability", Link(key, label, address(row), f"applicable: {row.applicable or 'open'}")
    if not visit.may(reading(EvidenceItem.KIND)):
        return
    shown = items(isms, key)
    for each in shown:
        if each is not record:
            yield "Evidence", _link(visit, each, key)
    if not shown:
        collect = reverse("records:new", args=["evidence_item"])
        yield "Evidence", Link(key, label, gap="No evidence shows it yet.", mend=f"{collect}?controls={key}")


def _link(visit: Visit, record: Record, how: str) -> Link:
    state = str(getattr(record, "state", "") or getattr(record, "status", ""))
    return Link(record.ref, called(visit, record), address(record), how, state)


def _broken(record: Record, pointer: Pointer) -> Link:
    name = next((each for each, label in _labels(record) if label == pointer.field.partition(":")[0]), "")
    change = reverse("records:change", args=[record.KIND, record.ref])
    mend = f"{change}?field={name}#field-{name}" if name else change
    return Link(pointer.words, how=pointer.field, gap="Names no record.", mend=mend)


def _labels(record: Record) -> Iterator[tuple[str, str]]:
    return ((each.name, each.label) for each in fields_of(type(record)))


def _step(kind: str) -> str:
    return STEP_OF.get(kind, "Documents")


def _step_of_words(pointer: Pointer) -> str:
    """Words that lead nowhere stand where what they were meant to name would stand."""
    told = pointer.field.casefold()
    return next((step for word, step in MEANT.items() if word in told), "Obligations and context")
