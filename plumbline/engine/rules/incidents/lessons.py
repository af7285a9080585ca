"""Whether incidents teach anything: a look back, the actions it led to, and what comes again (A.5.27)."""

from collections.abc import Hashable, Iterator

from plumbline.engine.domain.corrections import actions_of
from plumbline.engine.domain.due import overdue
from plumbline.engine.domain.importance import reaches
from plumbline.engine.domain.inventory import incidents_of_the_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Asset, Incident, Lesson, Nonconformity, Risk
from plumbline.engine.domain.method import latest
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.recurrence import Recurrence, alike, happened, likenesses, recurrence
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between, listed

MOST_CITED = 5


def closed_incidents(isms: Isms) -> tuple[Incident, ...]:
    """Incidents of the audit cycle that are closed."""
    return tuple(each for each in incidents_of_the_cycle(isms) if each.state == "closed")


def grave_enough(isms: Isms) -> Iterator[Incident]:
    """Closed incidents, without those that are known to lie below the promised severity."""
    floor = promise(isms, "lesson_from")
    for each in closed_incidents(isms):
        if not floor or reaches(each.severity, floor.setting) is not False:
            yield each


@rule(
    "INC003",
    "incident-without-lessons",
    clauses=("A.5.27",),
    grade=MINOR_UP,
    examines=Population("closed incidents from the promised severity up", grave_enough),
    mend="Look back with those who were there; record the cause, the lesson, and what follows or why nothing does.",
)
def incident_without_lessons(isms: Isms, incident: Incident) -> Iterator[Fault | Unjudged]:
    """Any of a lesson, an action or the decision that none is needed shows that somebody looked back."""
    floor = promise(isms, "lesson_from")
    missing = [] if incident.cause else ["a cause"]
    if not _looked_back(isms, incident):
        missing.append("a lesson, an action or the decision that none is needed")
    if not missing:
        return
    if floor is None:
        yield Unjudged(incident, "no promise `lesson_from`")
    elif reaches(incident.severity, floor.setting) is None:
        yield Unjudged(incident, "a severity on the scale of the promise `lesson_from`")
    else:
        gap = f"The incident is closed without {listed(missing, 'and without')}."
        shows = ("severity", "cause", "lessons", "actions")
        yield Fault(incident, gap=gap, shows=shows, stated=floor)


def _looked_back(isms: Isms, incident: Incident) -> bool:
    if incident.lessons or incident.actions or incident.action_text or incident.no_action_reason:
        return True
    return bool(isms.of_parent(Lesson, "incident", incident)) or bool(isms.of_parent(Action, "answers", incident))


def follow_ups(isms: Isms, incident: Incident) -> tuple[Action | Nonconformity, ...]:
    """The actions and nonconformities that an incident or its lessons name."""
    words = [*incident.actions, *(each for one in isms.of_parent(Lesson, "incident", incident) for each in one.actions)]
    found = (isms.resolve(each, Action, Nonconformity) for each in dict.fromkeys(words))
    named = [each for each in found if isinstance(each, Action | Nonconformity)]
    return tuple({(each.KIND, each.ref): each for each in named}.values())


@rule(
    "INC005",
    "lesson-left-open",
    clauses=("A.5.27", "10.2.c"),
    grade=MINOR,
    examines=Population(
        "closed incidents that name an action",
        lambda isms: tuple(each for each in closed_incidents(isms) if follow_ups(isms, each)),
    ),
    mend="Finish the action or give it a new date with a reason; reopen the incident until its action is done.",
)
def lesson_left_open(isms: Isms, incident: Incident) -> Iterator[Fault]:
    """That the action is late is told of the action; here, that the incident was closed on it."""
    for follow in follow_ups(isms, incident):
        shows = ("state", "due")
        late = _overdue(isms, follow)
        if late and late.due:
            through = "" if late is follow else f" through {late.ref}"
            gap = (
                f"The incident is closed while {follow.ref}, on which it rests, is “{follow.state}” and"
                f"{through} {days_between(late.due, isms.on)} overdue."
            )
        elif isinstance(follow, Action) and follow.state == "dropped" and not follow.dropped_reason:
            gap = f"The incident is closed while {follow.ref}, on which it rests, was dropped without a reason."
            shows = ("state", "dropped_reason")
        else:
            continue
        others = (late,) if late and late is not follow else ()
        cites = (Cited(follow, shows), *(Cited(each, shows) for each in others))
        yield Fault(incident, gap=gap, shows=("state", "action_text"), cites=cites)
        return


def _overdue(isms: Isms, follow: Action | Nonconformity) -> Action | Nonconformity | None:
    """What is live and overdue: the one named, or an action of a live nonconformity that has no date itself."""
    if not follow.live:
        return None
    if follow.due or isinstance(follow, Action):
        return follow if overdue(isms, follow.due) else None
    return next((each for each in actions_of(isms, follow) if each.live and overdue(isms, each.due)), None)


@rule(
    "INC008",
    "incident-recurs",
    clauses=("A.5.27", "10.2.b.3"),
    grade=MINOR,
    examines=Population(
        "dated incidents of the audit cycle",
        lambda isms: tuple(each for each in incidents_of_the_cycle(isms) if happened(each)),
    ),
    mend="Raise a nonconformity that names them and treat the cause, or assess the risk anew.",
)
def incident_recurs(isms: Isms, incident: Incident) -> Iterator[Fault | Unjudged]:
    """Told once for a group, of its newest incident."""
    promised = recurrence(isms)
    for key in likenesses(isms, incident):
        group = alike(isms).get(key, ())
        if len(group) < 2 or group[-1] is not incident or _taken_up(isms, group):
            continue
        if promised is None:
            yield Unjudged(incident, "no promise `recurrence`")
            return
        if many := _too_many(group, promised):
            yield Fault(
                incident,
                gap=f"It is the last of {len(many)} incidents of the same {_shared(key)} since "
                f"{happened(many[0])}; no nonconformity and no later assessment takes them up.",
                shows=("incident_kind", "assets", "cause"),
                cites=tuple(Cited(each, ("incident_kind", "cause")) for each in many[:-1][-MOST_CITED:]),
                stated=promised.stated,
            )
            return


def _too_many(group: tuple[Incident, ...], promised: Recurrence) -> tuple[Incident, ...]:
    """The incidents of the window that ends with the newest, where they are as many as promised; else none."""
    newest = happened(group[-1])
    if newest is None:
        return ()
    start = promised.window.before(newest)
    many = tuple(each for each in group if (day := happened(each)) and day >= start)
    return many if len(many) >= promised.number else ()


def _shared(key: Hashable) -> str:
    return str(key[0]) if isinstance(key, tuple) else str(key)


def _taken_up(isms: Isms, group: tuple[Incident, ...]) -> bool:
    """Whether a nonconformity names one of them, or a risk to what they struck was assessed after the newest."""
    for each in group:
        if isms.of_parent(Nonconformity, "source_refs", each) or isms.of_parent(Nonconformity, "records", each):
            return True
        if any(isms.resolve(words, Nonconformity) for words in each.actions):
            return True
    newest = happened(group[-1])
    struck = {found.ref: found for words in group[-1].assets if (found := isms.resolve(words, Asset))}
    for asset in struck.values():
        for risk in isms.of_parent(Risk, "assets", asset):
            last = latest(isms, risk)
            seen = [day for day in (last.assessed_on if last else None, risk.nothing_changed_on) if day]
            if risk.live and newest and seen and max(seen) >= newest:
                return True
    return False
