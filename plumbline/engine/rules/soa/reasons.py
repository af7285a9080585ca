"""Whether the Statement and the records that ask for controls say the same (6.1.3 b, d)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.exclusion_facts import facts_against
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.justification import listed
from plumbline.engine.domain.kinds import Action, Record, Risk
from plumbline.engine.domain.statement import Stated, applied_rows, stated_rows
from plumbline.engine.domain.treatment import risks_of, treatment_actions
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.soa.cites import askers, overruling
from plumbline.engine.rules.wording import counted


def _reasoned(isms: Isms) -> tuple[Stated, ...]:
    return tuple(
        each for each in stated_rows(isms) if each.applicable == "yes" and (each.reason or each.record.justification)
    )


@rule(
    "SOA004",
    "control-without-driver",
    clauses=("6.1.3.b", "6.1.3.d.2"),
    grade=MINOR_UP,
    examines=Population("applicable rows with a justification text", _reasoned),
    mend="Name the control in the risk, obligation, requirement or agreement that asks for it; record your own "
    "decision with its reason; or exclude it.",
)
def control_without_driver(isms: Isms, row: Stated) -> Iterator[Fault]:
    """A text in the row is an assertion; a record that names the control can be followed."""
    if not row.drivers and not (row.override and row.override.reason):
        gap = f"No risk, action, obligation, requirement, agreement or reasoned decision on record asks for {row.key}."
        yield Fault(row.record, gap=gap, shows=("applicable", "justification"))


def _asked_for(isms: Isms) -> tuple[Stated, ...]:
    return tuple(each for each in stated_rows(isms) if each.drivers)


@rule(
    "SOA005",
    "needed-control-excluded",
    clauses=("6.1.3.b", "6.1.3.d.1"),
    grade=MINOR_UP,
    examines=Population("rows of controls that live records name", _asked_for),
    mend="Include the control in the Statement, or change the records that name it.",
)
def needed_control_excluded(isms: Isms, row: Stated) -> Iterator[Fault]:
    """Either the Statement is wrong, or what names the control."""
    if row.applicable == "no":
        named = list(dict.fromkeys(each.ref for each in row.drivers))
        verb = "names" if len(named) == 1 else "name"
        yield Fault(
            row.record,
            gap=f"{row.key} is excluded, while {listed(named)} {verb} it.",
            shows=("applicable", "justification"),
            cites=(*overruling(row), *askers(isms, row.drivers)),
        )


def _bringing(isms: Isms) -> Mapping[str, tuple[Action, ...]]:
    """Live treatment actions with a day they are due, by the control they are to bring."""

    def group() -> Mapping[str, tuple[Action, ...]]:
        found: dict[str, list[Action]] = defaultdict(list)
        for action in treatment_actions(isms):
            if action.live and action.due:
                for key in {control_key(isms, words) for words in action.controls} - {""}:
                    found[key].append(action)
        return {key: tuple(actions) for key, actions in found.items()}

    return isms.memo("dated treatment by control", group)


def _implemented(isms: Isms) -> tuple[Stated, ...]:
    return applied_rows(isms, "implemented")


@rule(
    "SOA007",
    "implemented-while-still-planned",
    clauses=("6.1.3.d.3", "8.3"),
    grade=MINOR_UP,
    examines=Population("rows stated implemented", _implemented),
    mend="State the control as partly implemented until the action is done, or mark the action as an improvement.",
)
def implemented_while_still_planned(isms: Isms, row: Stated) -> Iterator[Fault]:
    """What the treatment plan is still to bring is not there yet."""
    actions = _bringing(isms).get(row.key, ())
    if not actions:
        return
    due = listed([f"{each.ref} due {each.due}" for each in actions])
    actions_cited = tuple(Cited(each, ("state", "due", "controls")) for each in actions)
    risks = {found.ref: found for each in actions for found in risks_of(isms, each)}
    yield Fault(
        row.record,
        gap=f"{row.key} is stated implemented, while {counted(len(actions), 'live treatment action')} "
        f"({due}) {'is' if len(actions) == 1 else 'are'} still to bring it.",
        shows=("status",),
        cites=(*actions_cited, *_sorted(risks)),
    )


def _sorted(risks: Mapping[str, Risk]) -> tuple[Record, ...]:
    return tuple(risks[each] for each in sorted(risks))


def _excluded(isms: Isms) -> tuple[Stated, ...]:
    return tuple(each for each in stated_rows(isms) if each.applicable == "no")


@rule(
    "SOA008",
    "exclusion-contradicted",
    clauses=("6.1.3.d.4",),
    grade=MINOR_UP,
    examines=Population("excluded rows", _excluded),
    mend="Include the control, or correct the fact that speaks against leaving it out.",
)
def exclusion_contradicted(isms: Isms, row: Stated) -> Iterator[Fault]:
    """The facts come from a table: what has to be absent before a control can be left out."""
    facts = facts_against(isms, row.key)
    if facts:
        named = [each.ref if isinstance(each, Record) else f"“{each}”" for each in facts]
        yield Fault(
            row.record,
            gap=f"{row.key} is excluded, and {counted(len(facts), 'fact')} on record "
            f"{'contradicts' if len(facts) == 1 else 'contradict'} that: {listed(named)}.",
            shows=("applicable", "justification"),
            cites=(*overruling(row), *[each for each in facts if isinstance(each, Record)][:NAMED]),
        )


NAMED = 8
"""How many facts a finding cites; the gap counts the rest."""
