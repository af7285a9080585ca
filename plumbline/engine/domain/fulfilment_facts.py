"""Facts in the registers that contradict an obligation said to be met: the table and its predicates (A.5.31, A.5.36).

A predicate yields what stands against the obligation, a record or a sentence where something is missing altogether. It
does not guess: a field that is not stated, or that the register does not keep, is no fact.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from plumbline.engine.domain.competence import is_completed
from plumbline.engine.domain.documentation import documents_in_force, security_policy
from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.due import next_due, overdue
from plumbline.engine.domain.evidence import status
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import (
    Action,
    ControlState,
    Document,
    Incident,
    Notification,
    Obligation,
    OwnControl,
    Person,
    PolicyException,
    Record,
    Role,
    Supplier,
    SupplierAgreement,
    SupplierAssessment,
    SupplierReview,
    Training,
    Vulnerability,
)
from plumbline.engine.domain.preparation import INCIDENT_KEYS
from plumbline.engine.domain.roles import TOP_MANAGEMENT, roles_serving, unheld
from plumbline.engine.domain.shown_by import document_named
from plumbline.engine.domain.statement import stated_by_key
from plumbline.engine.domain.supply import serving_us
from plumbline.engine.domain.treatment import runs


@dataclass(frozen=True, slots=True)
class Fact:
    """What contradicts an obligation: in words, with the record that shows it, or none where something is missing."""

    says: str
    record: Record | None = None


Facts = Iterable[Fact]
WEIGHTY = frozenset({"high", "critical"})
CONTINUITY_KEYS, CRYPTOGRAPHY_KEYS = ("A.5.29", "A.5.30"), ("A.8.24",)
STRONG_AUTHENTICATION = "A.8.5"


@cache
def table() -> Mapping[str, tuple[str, ...]]:
    """The names of the facts that contradict “met”, by topic in lower case."""
    raw = tomllib.loads(resources.files(__package__).joinpath("fulfilment_facts.toml").read_text(encoding="utf-8"))
    return {folded(name): tuple(line["facts"]) for line in raw["topic"] for name in line["names"]}


def has_facts(obligation: Obligation) -> bool:
    """Whether the table knows what would contradict the topic of an obligation."""
    return folded(obligation.topic) in table()


def facts_against_fulfilment(isms: Isms, obligation: Obligation) -> tuple[Fact, ...]:
    """What contradicts that an obligation is met; none where its topic is not in the table."""
    names = table().get(folded(obligation.topic), ())
    return tuple(fact for name in names for fact in PREDICATES[name](isms, obligation))


# --- suppliers -------------------------------------------------------------------------------------------------------


def _weighty(isms: Isms) -> Iterator[Supplier]:
    return (each for each in serving_us(isms) if each.criticality in WEIGHTY)


def processors_without_agreement(isms: Isms, obligation: Obligation) -> Facts:
    """Suppliers with personal data that are stated to have no data processing agreement."""
    for each in serving_us(isms):
        if each.personal_data and each.data_agreement in ("no", "not needed"):
            agreements = isms.of_parent(SupplierAgreement, "supplier", each)
            if not any(one.is_data_agreement and runs(one, isms.on) for one in agreements):
                yield Fact(f"{each.ref} processes personal data without a data processing agreement", each)


def suppliers_unassessed(isms: Isms, obligation: Obligation) -> Facts:
    """Suppliers of high criticality without an assessment, where assessments are kept."""
    if isms.all(SupplierAssessment):
        for each in _weighty(isms):
            if not isms.of_parent(SupplierAssessment, "supplier", each):
                yield Fact(f"{each.ref}, rated {each.criticality}, was never assessed", each)


def suppliers_without_agreement(isms: Isms, obligation: Obligation) -> Facts:
    """Suppliers of high criticality without an agreement in force, where agreements are kept."""
    if isms.all(SupplierAgreement):
        for each in _weighty(isms):
            if not any(runs(one, isms.on) for one in isms.of_parent(SupplierAgreement, "supplier", each)):
                yield Fact(f"{each.ref}, rated {each.criticality}, has no agreement in force", each)


def suppliers_unreviewed(isms: Isms, obligation: Obligation) -> Facts:
    """Suppliers of high criticality whose review is overdue."""
    for each in _weighty(isms):
        days = [one.reviewed_on for one in isms.of_parent(SupplierReview, "supplier", each) if one.reviewed_on]
        due = next_due(isms, each.next_review, max(days, default=None), each.review_interval)
        if due and overdue(isms, due.day):
            yield Fact(f"the review of {each.ref}, rated {each.criticality}, was due on {due.day}", each)


# --- incidents -------------------------------------------------------------------------------------------------------


def _notices(isms: Isms, obligation: Obligation) -> Iterator[tuple[Notification, Incident]]:
    """Notices sent since the last review of the obligation: its own, and those that name no obligation."""
    for each in isms.all(Notification):
        incident, named = isms.resolve(each.incident, Incident), isms.resolve(each.obligation, Obligation)
        if each.sent_at is None or not isinstance(incident, Incident) or named not in (None, obligation):
            continue
        if obligation.reviewed_on is None or each.sent_at.date() >= obligation.reviewed_on:
            yield each, incident


def notices_late(isms: Isms, obligation: Obligation) -> Facts:
    """Notices sent after their limit."""
    for each, incident in _notices(isms, obligation):
        limit = interval(each.limit or obligation.notify_within)
        if limit and incident.aware_at and each.sent_at and each.sent_at > limit.after_moment(incident.aware_at):
            yield Fact(f"the notice {each.ref} of {incident.ref} was sent after its limit of {limit}", each)


def notices_unproven(isms: Isms, obligation: Obligation) -> Facts:
    """Notices without a proof that they were sent."""
    for each, incident in _notices(isms, obligation):
        if not each.proof:
            yield Fact(f"nothing proves that the notice {each.ref} of {incident.ref} was sent", each)


def no_incident_procedure(isms: Isms, obligation: Obligation) -> Facts:
    """Whether no document in force says how incidents are handled."""
    if not _documents(isms, obligation, INCIDENT_KEYS):
        yield Fact("no procedure for incidents is in force")


def incident_roles_vacant(isms: Isms, obligation: Obligation) -> Facts:
    """Roles that own the procedure for incidents and that somebody held once and nobody holds any more."""
    for each in _documents(isms, obligation, INCIDENT_KEYS):
        owner = isms.answers(each.owner)
        if isinstance(owner, Role) and isms.assignments(owner) and not isms.holders(owner):
            yield Fact(f"nobody holds {owner.ref} any more, which owns the procedure {each.ref}", owner)


# --- controls, people, documents -------------------------------------------------------------------------------------


def _documents(isms: Isms, obligation: Obligation, keys: tuple[str, ...]) -> tuple[Document, ...]:
    """Documents in force that serve one of the controls, that its row names, or that the obligation itself names."""
    found = {each.ref: each for each, _ in documents_in_force(isms) if set(keys) & set(each.serves)}
    rows = (stated_by_key(isms).get(key) for key in keys)
    words = [name for row in rows if row for name in row.documents]
    for each in (*words, *obligation.fulfilled_by, *obligation.evidence):
        if document := document_named(isms, each):
            found[document.ref] = document
    return tuple(found.values())


def controls_ineffective(isms: Isms, obligation: Obligation) -> Facts:
    """Controls linked to the obligation that are ineffective by their evidence."""
    for key in dict.fromkeys(control_key(isms, words) for words in obligation.controls):
        if key and status(isms, key).status == "ineffective":
            yield Fact(f"{key} is ineffective by its evidence", isms.at(ControlState, key) or isms.at(OwnControl, key))


def no_policy_of_the_top(isms: Isms, obligation: Obligation) -> Facts:
    """Whether no information security policy in force was approved by top management."""
    found = security_policy(isms)
    if found is None:
        yield Fact("no information security policy is in force")
        return
    document, version = found
    day = version.approved_on or version.effective
    if day is None or unheld(isms, TOP_MANAGEMENT):
        return
    top = roles_serving(isms, TOP_MANAGEMENT)
    holders = {person.ref for role in top for person in isms.holders(role, day)}
    approvers = {person.ref for words in version.approvers for person in isms.persons(words, day)}
    if not holders & approvers:
        yield Fact(f"no approver of {document.ref} held a role of top management on {day}", version)


def _overdue_training(isms: Isms) -> Iterator[Training]:
    """Duties of training that are past due and not completed by everybody."""
    return (each for each in isms.live(Training) if not is_completed(each) and overdue(isms, each.due))


def training_overdue(isms: Isms, obligation: Obligation) -> Facts:
    """Training past due."""
    for each in _overdue_training(isms):
        count = f", {each.done} of {each.out_of} done" if each.done is not None and each.out_of else ""
        yield Fact(f"the training {each.ref} was due on {each.due}{count}", each)


def training_of_the_top_overdue(isms: Isms, obligation: Obligation) -> Facts:
    """Training past due of those who hold a role of top management."""
    top = {person.ref for role in roles_serving(isms, TOP_MANAGEMENT) for person in isms.holders(role)}
    for each in _overdue_training(isms):
        person = isms.resolve(each.person, Person)
        if isinstance(person, Person) and person.ref in top:
            yield Fact(f"the training {each.ref} of top management was due on {each.due}", each)


def no_continuity_plan(isms: Isms, obligation: Obligation) -> Facts:
    """Whether no document in force says how operation goes on."""
    if not _documents(isms, obligation, CONTINUITY_KEYS):
        yield Fact("no continuity plan is in force")


def no_cryptography_policy(isms: Isms, obligation: Obligation) -> Facts:
    """Whether no document in force says how cryptography is used."""
    if not _documents(isms, obligation, CRYPTOGRAPHY_KEYS):
        yield Fact("no rules on cryptography are in force")


def weaknesses_overdue(isms: Isms, obligation: Obligation) -> Facts:
    """Open vulnerabilities past their deadline that no unexpired exception covers."""
    excepted = {
        found.ref
        for each in isms.live(PolicyException)
        if each.state == "live" and not overdue(isms, each.expires)
        for words in each.assets
        if (found := isms.resolve(words))
    }
    for each in isms.live(Vulnerability):
        assets = {found.ref for words in each.assets if (found := isms.resolve(words))}
        if (
            each.state in ("open", "in progress")
            and overdue(isms, each.deadline)
            and not (assets and assets <= excepted)
        ):
            yield Fact(f"{each.ref} was to be remedied by {each.deadline} and is open", each)


def authentication_to_come(isms: Isms, obligation: Obligation) -> Facts:
    """Live actions that are still to bring strong authentication."""
    for each in isms.live(Action):
        if each.action_kind != "improve" and STRONG_AUTHENTICATION in map(_key(isms), each.controls):
            yield Fact(f"{each.ref} is still to bring {STRONG_AUTHENTICATION}", each)


def _key(isms: Isms) -> Callable[[str], str]:
    return lambda words: control_key(isms, words)


def retention_too_short(isms: Isms, obligation: Obligation) -> Facts:
    """Documents named as fulfilling the obligation that are kept for a shorter time than it asks for."""
    asked = interval(obligation.retention)
    if asked is None or not kept(isms, Document, "retention"):
        return
    for words in dict.fromkeys((*obligation.fulfilled_by, *obligation.evidence)):
        document = document_named(isms, words)
        held = interval(document.retention) if document else None
        if document and held and held.about_days < asked.about_days:
            yield Fact(
                f"{document.ref} is kept for {document.retention}, and {obligation.retention} are asked for", document
            )


PREDICATES: Mapping[str, Callable[[Isms, Obligation], Facts]] = {
    each.__name__: each
    for each in (
        processors_without_agreement, suppliers_unassessed, suppliers_without_agreement, suppliers_unreviewed,
        notices_late, notices_unproven, no_incident_procedure, incident_roles_vacant, controls_ineffective,
        no_policy_of_the_top, training_overdue, training_of_the_top_overdue, no_continuity_plan,
        no_cryptography_policy, weaknesses_overdue, authentication_to_come, retention_too_short,
    )
}  # fmt: skip
"""The named predicates of the table."""
