"""Whether training is done when it is due, and everybody is made aware (7.3, A.6.3)."""

from collections.abc import Iterator

from plumbline.engine.domain.awareness import last_made_aware, left_out
from plumbline.engine.domain.competence import course_of, is_completed, later_duty
from plumbline.engine.domain.due import overdue
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Person, Training, field_of
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between, listed


def _duties(isms: Isms) -> Iterator[Training]:
    """Duties with a day, of people who are still here."""
    for each in isms.live(Training):
        person = isms.resolve(each.person, Person)
        if (each.due or each.next_refresh) and not (isinstance(person, Person) and not isms.current(person)):
            yield each


@rule(
    "PEO004",
    "training-overdue",
    clauses=("A.6.3", "7.2.c"),
    grade=MINOR_UP,
    examines=Population("duties of training with a day", _duties),
    mend="Complete the training and enter day and evidence, or plan the refresh as a duty of its own.",
)
def training_overdue(isms: Isms, training: Training) -> Iterator[Fault]:
    """A later duty of the same person and course that is done heals the one before; a planned one answers a refresh."""
    later = later_duty(isms, training)
    if later and later.completed_on:
        return
    shows = ("course", "due", "completed_on", "done", "out_of", "next_refresh")
    if training.due and overdue(isms, training.due) and not is_completed(training):
        many = training.done is not None and training.out_of is not None
        told = f"{training.done} of {training.out_of} have completed it" if many else "it is not completed"
        gap = f"It was due on {training.due}, {days_between(training.due, isms.on)} ago, and {told}."
        yield Fault(training, gap=gap, shows=shows)
    elif training.next_refresh and overdue(isms, training.next_refresh) and not later and _goes_on(isms, training):
        days = days_between(training.next_refresh, isms.on)
        gap = f"The refresh was due on {training.next_refresh}, {days} ago, and no later duty is on record."
        yield Fault(training, gap=gap, shows=shows)


def _goes_on(isms: Isms, training: Training) -> bool:
    """A course that is no longer offered needs no refresh."""
    course = course_of(isms, training)
    return course is None or course.live


def _people(isms: Isms) -> tuple[Person, ...]:
    return tuple(each for each in isms.all(Person) if isms.current(each))


@rule(
    "PEO005",
    "awareness-gap",
    clauses=("7.3.a", "7.3.b", "7.3.c", "A.6.3"),
    grade=MINOR_UP,
    examines=Population("current people under our control", _people),
    mend="Include the person in the next round, and let the course speak of policy, own contribution and consequences.",
)
def awareness_gap(isms: Isms, person: Person) -> Iterator[Fault | Unjudged]:
    """Who has just started has the interval to be made aware in."""
    last, stated = last_made_aware(isms, person), promise(isms, "awareness_interval")
    every = stated.interval if stated else None
    if stated is None or every is None:
        yield Unjudged(person, "no promise `awareness_interval`")
        return
    since = last.on if last else person.started
    if since is None or every.after(since) < isms.on:
        told = "No awareness record is there" if last is None else f"The last awareness record is of {since}"
        ago = f", {days_between(since, isms.on)} ago" if last and since else ""
        from_start = f" since the start on {since}" if since and not last else ""
        cites = (Cited(last.training, ("course", "completed_on")),) if last else ()
        yield Fault(person, gap=f"{told}{from_start}{ago}.", shows=("started",), cites=cites, stated=stated)
    elif last and (missing := left_out(last.course)):
        words = listed(field_of(type(last.course), each).label.lower().removeprefix("covers ") for each in missing)
        gap = f"The course that made the person aware does not cover {words}."
        yield Fault(person, gap=gap, cites=(Cited(last.course, missing), last.training))
