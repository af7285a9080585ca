"""What a pack says against itself: findings, waivers, what could not be judged, what is missing or left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from plumbline.apps.certification.choosing import AWAY, FINDINGS, REPORTS, STATEMENT, Chosen, narrowed_report
from plumbline.apps.certification.openings import Packed
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, PolicyException, SoaVersion
from plumbline.engine.rules.asked import asked
from plumbline.engine.rules.finding import Finding, Report, Severity, State
from plumbline.engine.standard.catalogue import standard
from plumbline.reports.findings.words import missing, waived
from plumbline.reports.pack.index import Gap


def told(
    isms: Isms, report: Report, choice: Chosen, packed: Packed, files: Mapping[str, str], odd: Sequence[str]
) -> Iterator[Gap]:
    """Every gap that has a case, the gravest first."""
    asked_for = FINDINGS in choice.reports or choice.keys
    of_findings = _of_findings(narrowed_report(isms, report, choice)) if asked_for else ()
    for gap in (*of_findings, *_of_records(isms, choice, packed, files, odd), *_left_out(isms, choice)):
        if gap.cases:
            yield gap


def _of_findings(report: Report) -> Iterator[Gap]:
    for grade, words in ((Severity.MAJOR, "Major"), (Severity.MINOR, "Minor"), (Severity.OPPORTUNITY, "Opportunity")):
        found = [each for each in report.findings if each.severity is grade and not each.waiver]
        yield Gap(
            title=f"{words}: {len(found):,} findings open",
            why="What the rules find in these very records; each with its evidence in the report of findings.",
            cases=[_finding(each) for each in found],
        )
    yield Gap(
        title="Findings that are accepted for a time",
        why="Somebody knows of these and accepted them until a day, with a reason.",
        cases=[f"{_finding(each)} Waiver {each.waiver}, until {each.waived_until}." for each in waived(report)],
    )
    yield Gap(
        title="What could not be judged",
        why="Something that a rule needs is not on record, so these count neither as shown nor as faulty.",
        cases=[
            f"{each.code} {each.name}: {missing(each) or f'records {AWAY}'}." for each in report.rules if each.unjudged
        ],
    )
    yield Gap(
        title="Rules that found nothing to examine",
        why="Where nothing is on record nothing was examined, and that shows no conformity.",
        cases=[f"{e.code} {e.name}: no {e.population}." for e in report.rules if e.state is State.EMPTY],
    )
    yield Gap(
        title="Requirements that no rule examines",
        why="These take a person: ask.",
        cases=[
            f"{each.requirement} {standard().label(each.requirement)}: {each.reason}"
            for each in (asked().values() if not report.selected else ())
        ],
    )


def _finding(finding: Finding) -> str:
    records = f" ({', '.join(finding.records[:3])})" if finding.records else ""
    return f"{finding.code} {', '.join(finding.clauses[:2])}{records}: {finding.gap}"


def _of_records(
    isms: Isms, choice: Chosen, packed: Packed, files: Mapping[str, str], odd: Sequence[str]
) -> Iterable[Gap]:
    lost = sorted(
        f"{record} names a file that is not here ({digest[:16]}…)."
        for digest, (record, _) in packed.files.items()
        if digest not in files
    )
    yield Gap(
        title="Files that records name and nobody has",
        why="A record says that the file exists; the system does not hold it, so it is not in this pack.",
        cases=lost,
    )
    departures = choice.shown.live(PolicyException)
    yield Gap(
        title="Exceptions in force",
        why="Leave to depart from a policy.",
        cases=[f"{each} until {each.expires}" if each.expires else f"{each}, without an end" for each in departures],
    )
    yield Gap(
        title="Values that were erased or redacted",
        why="The journal says that they were there and who took them away; what they said is gone.",
        cases=packed.erased,
    )
    yield Gap(
        title="Rows of imports that were set aside",
        why="They could not be read as records, so no rule has seen them.",
        cases=[f"{isms.set_aside:,} rows"] if isms.set_aside else (),
    )
    yield Gap(
        title="Checkpoints that do not fit the journal",
        why="The journal went on under another name after a restore, or it was rewritten.",
        cases=odd,
    )


def _left_out(isms: Isms, choice: Chosen) -> Iterator[Gap]:
    if choice.partial and choice.reports:
        yield Gap(
            title="Worked out from all records",
            why="The judgements are the organisation's and rest on everything on record, also on what is not here.",
            cases=tuple(_worked_out(choice)),
        )
    if choice.narrowed:
        kept = {kind: len(held) for kind, held in choice.shown.records.items()}
        yield Gap(
            title="Left out on purpose",
            why="This pack was asked for in part. The entries of what was left out are here, sealed.",
            cases=[
                *(
                    f"{KINDS[kind].REGISTER}: {kept.get(kind, 0):,} of {len(held):,} records are here."
                    for kind, held in isms.records.items()
                    if len(held) > kept.get(kind, 0)
                ),
                *(f"The {words[each]} is not here." for each in REPORTS if each not in choice.reports),
            ],
        )
    yield Gap(
        title="Registers that the maker of this pack may not read",
        why="Ask for them.",
        cases=choice.withheld,
    )


def _worked_out(choice: Chosen) -> Iterator[str]:
    if STATEMENT in choice.reports:
        yield f"The Statement of Applicability: each row says how many records {AWAY} count there, and names none."
    if FINDINGS in choice.reports:
        yield "The findings: what a rule examined counts every record; only findings about what is here are told."
    if any(each.rows for each in choice.shown.all(SoaVersion)):
        yield "Approved versions of the Statement: kept as they were approved, with the references of that day."
    yield f"A record is shown whole, so it may name others {AWAY} by their reference, as it does in disclosures.jsonl."


words = {STATEMENT: "Statement of Applicability", FINDINGS: "report of findings"}
