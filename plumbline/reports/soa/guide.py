"""The prose around the rows: how to read them, and what does not hold together."""

from __future__ import annotations

from plumbline.engine.domain.sight import NOT_SHOWN
from plumbline.reports.phrases import counted, some
from plumbline.reports.soa.rows import SoaReport

READING = (
    (
        "Applicable.",
        (
            "A control applies when a record asks for it: a risk, its treatment, an obligation, a requirement of an "
            "interested party, an agreement or a commitment of a policy. A person may decide otherwise, with a reason."
        ),
    ),
    (
        "Justification and sources.",
        (
            "The records that ask for the control, by reference, so that each can be opened. Written reasons follow "
            "them. When a source disappears from the registers, it disappears here."
        ),
    ),
    (
        "Implementation.",
        "The state the owner of the control has recorded, how it is done here and the documents that say so.",
    ),
    (
        "Evidence.",
        (
            "The newest item that supports the control. It is fresh until the age set for the control has passed "
            "since it was observed; the day of upload does not count. Without a set age it is not judged."
        ),
    ),
    (
        "Marked sentences.",
        "Where two records contradict each other, both stand and the row says so. Nothing is smoothed over.",
    ),
)


def guide(report: SoaReport) -> list[tuple[str, str]]:
    """Pairs of a term and its explanation, with what the reader has to know of this one statement."""
    held = [*READING, ("Version.", _version(report))]
    if report.narrowed:
        left_out = (
            f"The rows were worked out from all records. Of {report.narrowed} each row says how many there are, "
            f"and none is named; in a text {NOT_SHOWN} stands for its reference. What is not named is not missing."
        )
        held.append(("Left out.", left_out))
    if report.set_aside:
        rows = counted(report.set_aside, "row")
        held.append(
            ("Set aside.", f"{rows} of imported registers could not be read and are not part of this statement.")
        )
    return held


def _version(report: SoaReport) -> str:
    if not report.approved:
        return "No version has been approved. This is a draft, computed from the registers."
    if not report.changed_since:
        return f"The rows are computed from the registers and agree with approved version {report.version}."
    changed = counted(len(report.changed_since), "row differs", "rows differ")
    return f"The rows are computed from the registers; {changed} from approved version {report.version}."


def theme_note(report: SoaReport, theme: str) -> str:
    """One line under the heading of a theme."""
    count = next(each for each in report.themes if each.theme == theme)
    said = [f"{count.applicable} of {count.total} apply", f"{count.implemented} implemented"]
    optional = ((count.partly, "partly"), (count.planned, "planned"), (count.none, "not implemented"))
    said += [f"{number} {word}" for number, word in optional if number]
    said += [
        f"{number} {word}" for number, word in ((count.excluded, "excluded"), (count.undecided, "undecided")) if number
    ]
    return " · ".join(said)


def open_points(report: SoaReport) -> list[tuple[str, str]]:
    """What a reader should know does not hold together: a heading and the controls it concerns."""
    orphans = report.orphans
    absent = tuple(f"{key} ({some(refs, 4)})" for key, refs in orphans.absent)
    held = (
        ("Applicable, and no record asks for it", some(orphans.undriven)),
        ("Asked for by records, and left out", some(orphans.excluded)),
        ("Asked for by records, and not listed", some(absent)),
        ("Not decided, and no record asks for it", some(tuple(each.key for each in report.undecided))),
        ("Applicable, with no state of implementation", some(_unstated(report))),
        ("Changed since the approved version", some(report.changed_since)),
    )
    return [(what, which) for what, which in held if which]


def _unstated(report: SoaReport) -> tuple[str, ...]:
    return tuple(each.key for each in report.rows if each.applicable == "yes" and not each.status)
