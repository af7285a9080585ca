"""`plumbline status`: one screen."""

from collections.abc import Iterator
from datetime import date, timedelta

import click

from plumbline.apps.journal import checkpoints
from plumbline.apps.ui.session import NothingYetError, Session
from plumbline.apps.ui.terminal import WIDEST, Day, say, say_json, wrapped
from plumbline.apps.ui.values import titled
from plumbline.engine.domain.agenda import Task, agenda
from plumbline.engine.rules.finding import ClauseReadiness, Report, Severity
from plumbline.engine.rules.runner import audit

AHEAD = timedelta(days=30)
SHOWN = 8


@click.command("status")
@click.option("--as-of", type=Day(), help="The records as they stood at the end of that day.")
@click.option("--on", type=Day(), help="The day they are judged on (default: the as-of day, or today).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def status(session: Session, as_of: date | None, on: date | None, form: str) -> None:
    """One screen: how ready we are, what is wrong, what is due in the next thirty days."""
    try:
        isms = session.isms(as_of, on)
    except NothingYetError as error:
        say_json({"nothing_yet": str(error)}) if form == "json" else say(str(error))
        return
    report, tasks = audit(isms), agenda(isms, isms.on + AHEAD)
    fork = checkpoints.fork(session.organization_id)
    if form == "json":
        say_json({**_as_json(report, tasks), "read_only": fork or None})
        return
    if fork:
        say(wrapped(f"Read-only: {fork}"))
        say("")
    for line in _screen(session, report, tasks):
        say(line)


def _screen(session: Session, report: Report, tasks: tuple[Task, ...]) -> Iterator[str]:
    counts = ", ".join(f"{number} {grade}" for grade, number in report.counted.items())
    shown, total = (sum(each.shown for each in report.readiness), sum(e.examined_by_rules for e in report.readiness))
    yield f"{report.organization} on {report.on.isoformat()}, at journal entry {report.head}"
    yield f"Requirements shown: {shown} of {total} examined by rules.  Findings: {counts}."
    if report.set_aside:
        yield f"{report.set_aside} rows of imports were set aside and are not in these figures."
    yield ""
    yield from _readiness(report.readiness)
    majors = [each for each in report.findings if each.severity is Severity.MAJOR and not each.waiver]
    if majors:
        yield ""
        yield "Gravest findings"
        yield from (f"  {each.code} {_short(each.gap, WIDEST - 9)}" for each in majors[:SHOWN])
        yield from _more(len(majors))
    yield ""
    late = sum(each.day < report.on for each in tasks)
    yield f"Due in the next {AHEAD.days} days: {len(tasks) - late}, overdue: {late}"
    yield from (_task(session, each, report.on) for each in tasks[:SHOWN])
    yield from _more(len(tasks))


def _task(session: Session, task: Task, on: date) -> str:
    """One line that fits: what is due and who does it stay whole, the title gives way."""
    who = f"  [{session.names.get(task.who, task.who)}]" if task.who else ""
    begins = f"  {'late' if task.day < on else 'due '} {task.day.isoformat()}  {task.record.ref} "
    ends = f": {task.what}{who}"
    return begins + _short(titled(task.record, session.names), max(WIDEST - len(begins) - len(ends), 12)) + ends


def _short(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def _readiness(clauses: tuple[ClauseReadiness, ...]) -> Iterator[str]:
    for each in clauses:
        bar = "█" * round(10 * each.shown / each.examined_by_rules) if each.examined_by_rules else ""
        wrong = f"  {each.majors} major" * bool(each.majors) + f"  {each.minors} minor" * bool(each.minors)
        shown = f"{each.shown:>2} of {each.examined_by_rules:<2}"
        yield f"  {each.clause:<6} {_short(each.title, 44):<44} {bar:<10} {shown}{wrong}"


def _more(number: int) -> Iterator[str]:
    if number > SHOWN:
        yield f"  … and {number - SHOWN} more"


def _as_json(report: Report, tasks: tuple[Task, ...]) -> dict[str, object]:
    return {
        "organization": report.organization,
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "on": report.on.isoformat(),
        "head": report.head,
        "set_aside": report.set_aside,
        "findings": {str(grade): number for grade, number in report.counted.items()},
        "readiness": [
            {"clause": e.clause, "title": e.title, "shown": e.shown, "of": e.examined_by_rules, "majors": e.majors}
            for e in report.readiness
        ],
        "due": [
            {"day": e.day.isoformat(), "ref": e.record.ref, "what": e.what, "who": e.who, "late": e.day < report.on}
            for e in tasks
        ],
    }
