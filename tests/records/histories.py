"""Random histories of an organisation: records come, change, get other names, end, vanish and are erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.assets.services import assets
from plumbline.apps.controls.services import control_states
from plumbline.apps.documents.services import documents
from plumbline.apps.evidence.services import evidence_items
from plumbline.apps.journal import reading
from plumbline.apps.organization.services import organizations, roles
from plumbline.apps.records import writing
from plumbline.apps.records.erasing import erase_value
from plumbline.apps.records.links import add_alias
from plumbline.apps.records.reading import isms_now
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from tests.stories import Firm

DAY = date(2026, 11, 22)
WORDS = ("R-1", " r-2", "AST-1", "Server", "server ", "ROLE-1", "IT  lead", "DOC-1", "A.5.9", "A.8.13", "nobody", "")
REGISTERS: tuple[writing.Writer, ...] = (  # type: ignore[type-arg]  # of several kinds
    risks,
    assets,
    roles,
    documents,
    evidence_items,
    control_states,
)


@dataclass(frozen=True)
class Step:
    """One thing that somebody does."""

    verb: str
    register: int
    which: int
    words: str
    other: str


STEPS = st.lists(
    st.builds(
        Step,
        verb=st.sampled_from(["add", "add", "change", "change", "end", "remove", "alias", "erase", "move"]),
        register=st.integers(0, len(REGISTERS) - 1),
        which=st.integers(0, 3),
        words=st.sampled_from(WORDS),
        other=st.sampled_from(WORDS),
    ),
    max_size=14,
)


def take(firm: Firm, step: Step) -> None:
    """Take a step; one that the product refuses changes nothing."""
    try:
        _take(firm, step)
    except RefusedError:
        return


def _take(firm: Firm, step: Step) -> None:
    register = REGISTERS[step.register]
    held = isms_now(firm.ada, DAY).all(register.kind)
    if step.verb == "move":
        (organization,) = isms_now(firm.ada, DAY).all(kinds.Organization)
        zone = ("Europe/Berlin", "Pacific/Auckland")[step.which % 2]
        organizations.change(firm.ada, organization.ref, seen=firm.seen(organization), time_zone=zone)
        return
    if step.verb == "add" or step.which >= len(held):
        register.add(firm.ada, _new(register.kind, step))
        return
    chosen = held[step.which]
    seen = firm.seen(chosen)
    match step.verb:
        case "change":
            register.change(firm.ada, chosen.ref, seen=seen, title=step.words.strip(), **_pointing(register.kind, step))
        case "end":
            register.end(firm.ada, chosen.ref, seen=seen, reason="It is over.")
        case "remove":
            register.remove(firm.ada, chosen.ref, seen=seen, reason="Written twice.")
        case "alias":
            add_alias(firm.ada, chosen.KIND, chosen.ref, step.words, seen=seen)
        case "erase":
            first = reading.history(firm.id, chosen.KIND, chosen.ref)[0].idx
            erase_value(firm.ada, chosen.KIND, chosen.ref, at=first, seen=seen, basis="Article 17")


def _new(kind: type[kinds.Record], step: Step) -> kinds.Record:
    ref = ("A.5.9", "A.8.13", "A.5.1", "A.5.30")[step.which] if kind is kinds.ControlState else ""
    return kind(ref=ref, title=step.words.strip(), **_pointing(kind, step))  # type: ignore[arg-type]  # by name


def _pointing(kind: type[kinds.Record], step: Step) -> dict[str, object]:
    """Fields that refer to something, by the words of the step."""
    several = tuple(each for each in dict.fromkeys((step.words, step.other)) if each)
    fields: dict[type[kinds.Record], dict[str, object]] = {
        kinds.Risk: {"owner": step.other, "assets": several, "controls": several},
        kinds.Asset: {"owner": step.words, "holds": several},
        kinds.Role: {"also": several},
        kinds.Document: {"owner": step.other, "links": several},
        kinds.EvidenceItem: {"controls": several, "records": several},
        kinds.ControlState: {"owner": step.other, "documents": several},
    }
    return fields[kind]
