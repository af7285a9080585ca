"""Whether roles know what they need, and people are shown to have it (7.2)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.competence import Required, is_shown, needs_of, proofs_of, required
from plumbline.engine.domain.due import in_cycle, overdue
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, CompetenceProof, Role, Training
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.responsibility import duties
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, days_between

DUTIES_OF_THE_SYSTEM = frozenset({"top management", "conformity", "reporting", "auditor", "owner", "administration"})


def _with_duties(isms: Isms) -> Iterator[Role]:
    """Roles of the system and those that live records name; outside bodies see to their own competence."""
    named = duties(isms)
    for role in isms.live(Role):
        works = role.role_kind in DUTIES_OF_THE_SYSTEM or (role.KIND, role.ref) in named
        if works and not role.held_outside:
            yield role


@rule(
    "PEO001",
    "competence-undetermined",
    clauses=("7.2.a",),
    grade=MINOR_UP,
    examines=Population("roles with duties in the system or over controls", _with_duties),
    mend="Write in “Competence needs” what the role must know or be able to do.",
)
def competence_undetermined(isms: Isms, role: Role) -> Iterator[Fault]:
    """A need of a role that this one also serves as is enough."""
    if not needs_of(isms, role):
        records = duties(isms).get((role.KIND, role.ref), ())
        told = f" {counted(len(records), 'live record names', 'live records name')} it." if records else ""
        yield Fault(role, gap=f"No competence need is on record for this role.{told}", shows=("role_kind",))


def _to_be_proven(isms: Isms) -> Iterator[Required]:
    """A recorded gap is PEO003's; where nothing is shown at all, that is told once, by PEO000."""
    if is_shown(isms):
        for each in required(isms):
            if not any(proof.verdict == "gap" for proof in proofs_of(isms, each.person, each.need)):
                yield each


@rule(
    "PEO002",
    "competence-unevidenced",
    clauses=("7.2.b", "7.2.d"),
    grade=MINOR_UP,
    examines=Population("needs of roles with each of their holders", _to_be_proven),
    mend="Record the proof with its evidence in “Competence proofs”; where there is none, record the gap and train.",
)
def competence_unevidenced(isms: Isms, required: Required) -> Iterator[Fault]:
    """One proof that is good on the day is enough."""
    proofs = [each for each in proofs_of(isms, required.person, required.need) if not _in_future(isms, each)]
    if any(not _weakness(isms, each) for each in proofs):
        return
    who = f"{required.person.ref} holds {required.assignment.role}"
    gap = f"{who}, and nothing proves the need {required.need.ref}."
    if proofs:
        gap = f"{who}; the proof {proofs[-1].ref} of the need {required.need.ref} {_weakness(isms, proofs[-1])}."
    cites = (Cited(required.need), *(Cited(each, ("evidence", "expires")) for each in proofs))
    yield Fault(required.assignment, gap=gap, shows=("role", "person"), cites=cites)


def _in_future(isms: Isms, proof: CompetenceProof) -> bool:
    return proof.obtained_on is not None and proof.obtained_on > isms.on


def _weakness(isms: Isms, proof: CompetenceProof) -> str:
    """Why a proof proves nothing on the day; empty where it does."""
    if proof.expires and proof.expires < isms.on:
        return f"expired on {proof.expires}, {days_between(proof.expires, isms.on)} ago"
    if proof.evidence_ref and not proof.evidence and not isms.resolve(proof.evidence_ref):
        return f"rests on “{proof.evidence_ref}”, which is not on record"
    return "" if proof.evidence or proof.evidence_ref else "names no evidence"


def _gaps(isms: Isms) -> Iterator[CompetenceProof]:
    """Gaps that are open, and those of the current audit cycle that something was done about."""
    for each in isms.all(CompetenceProof):
        if each.verdict == "gap" and (each.live or (each.actions and in_cycle(isms, each.obtained_on))):
            yield each


@rule(
    "PEO003",
    "competence-gap-open",
    clauses=("7.2.c",),
    grade=MINOR,
    examines=Population("recorded gaps in competence", _gaps),
    mend="Plan what closes the gap, do it, and note on which day its effect was judged.",
)
def competence_gap_open(isms: Isms, gap: CompetenceProof) -> Iterator[Fault | Unjudged]:
    """That a duty of training is late is PEO004's to tell."""
    found = (isms.resolve(words, Action, Training) for words in gap.actions)
    steps = [each for each in found if isinstance(each, Action | Training)]
    shows = ("person", "need", "effect_judged_on")
    if not gap.actions:
        yield Fault(gap, gap="The gap is on record and nothing is planned to close it.", shows=shows)
        return
    late = [each for each in steps if isinstance(each, Action) and each.live and overdue(isms, each.due)]
    if late:
        days = days_between(late[0].due or isms.on, isms.on)
        told = f"The action {late[0].ref} that is to close the gap was due on {late[0].due}, {days} ago."
        yield Fault(gap, gap=told, shows=shows, cites=tuple(Cited(each, ("due", "state")) for each in late))
        return
    done = _done_on(steps)
    if done is None or gap.effect_judged_on:
        return
    stated = promise(isms, "effect_check")
    if not stated or not stated.interval:
        yield Unjudged(gap, "no promise `effect_check`")
    elif stated.interval.after(done) < isms.on:
        told = (
            f"What was to close the gap was done on {done}, {days_between(done, isms.on)} ago; its effect is unjudged."
        )
        yield Fault(gap, gap=told, shows=shows, cites=tuple(steps), stated=stated)


def _done_on(steps: list[Action | Training]) -> date | None:
    """The day the last step was done, where all of them are."""
    days = [each.done_on if isinstance(each, Action) else each.completed_on for each in steps]
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(days) else None
