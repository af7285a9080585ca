"""Registers, statement, findings and documents of a pack: from values to files, nothing of the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape

from plumbline.apps.certification.choosing import FINDINGS, STATEMENT, Chosen, narrowed_report
from plumbline.apps.ui.prose import as_html
from plumbline.apps.ui.values import filled, spoken, titled
from plumbline.engine.domain.evidence import items
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, DocumentVersion, Record, SoaVersion
from plumbline.engine.domain.sight import NOT_SHOWN
from plumbline.engine.rules.finding import Report
from plumbline.exchange.export import csv_files, workbook
from plumbline.reports.findings.render import render as findings_as
from plumbline.reports.pack.frame import framed, link, table
from plumbline.reports.pack.registers import RECORDS_ON_A_PAGE, Cell, RegisterPages, Row, page_name
from plumbline.reports.soa.render import render as statement_as
from plumbline.reports.soa.rows import ReportRow, SoaReport, soa_report

WORKED_OUT = "Worked out from all records; {} are counted at their rows and not named."
MOST_IN_WORKBOOK = 20_000
"""So many records make a workbook; more take longer than a pack may, and the tables say the same."""
LONG = 4_000
FILES = {"html": "findings.html", "pdf": "findings.pdf", "json": "findings.json"}


def registers(choice: Chosen) -> tuple[RegisterPages, ...]:
    """Every register that goes along, with the references of its records."""
    return tuple(
        RegisterPages(kind, KINDS[kind].REGISTER, [each.ref for each in choice.shown.records[kind]])
        for kind in KINDS
        if choice.shown.records.get(kind)
    )


def register_files(choice: Chosen, names: Mapping[str, str], files: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Tables and pages of the registers. `files`: digest -> place in the pack; a file that is not there is missing."""
    every = registers(choice)
    places = {ref: place for each in every for ref, place in each.places}
    for each in every:
        records = choice.shown.records[each.kind]
        yield from ((f"registers/{name}", made) for name, made in csv_files(choice.shown, names, (each.kind,)))
        yield from each.pages((_row(record, names, files) for record in records), places)


def register_book(choice: Chosen, names: Mapping[str, str], made_at: datetime) -> Iterator[tuple[str, bytes]]:
    """All registers as one workbook, where it is not too large."""
    if sum(map(len, choice.shown.records.values())) <= MOST_IN_WORKBOOK:
        kinds = tuple(kind for kind in KINDS if choice.shown.records.get(kind))
        yield "registers/registers.xlsx", workbook(choice.shown, names, made_at.replace(tzinfo=None), kinds)


def _row(record: Record, names: Mapping[str, str], files: Mapping[str, str]) -> Row:
    cells = tuple(
        Cell(field.label, _shortened(spoken(value, names)), field.is_reference)
        for field, value in filled(record)
        if field.name not in ("ref", "title", "blob")
    )
    blob = getattr(record, "blob", None)
    held = ((blob.name or blob.sha256[:12], files.get(blob.sha256, "")),) if blob else ()
    return Row(record.ref, titled(record, names), record.live, cells, held)


def _shortened(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG]} … ({len(text):,} letters, whole in disclosures.jsonl)"


def report_files(
    choice: Chosen, isms: Isms, report: Report, made_at: datetime, names: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """The statement and the findings in their forms."""
    if STATEMENT in choice.reports:
        soa = soa_report(isms, made_at=made_at, names=names, sight=choice.sight(isms))
        yield "statement/statement.html", _statement_page(soa, choice)
        for form in ("pdf", "xlsx"):
            yield f"statement/statement.{form}", statement_as(soa, form)
    if FINDINGS in choice.reports:
        told = narrowed_report(isms, report, choice)
        for form, name in FILES.items():
            yield f"findings/{name}", findings_as(told, form, made_at=made_at)


def _statement_page(soa: SoaReport, choice: Chosen) -> bytes:
    lead: tuple[str, ...] = (escape(soa.standing), f"Judged on {soa.on.isoformat()}, at journal entry {soa.head:,}.")
    if soa.narrowed:
        lead = (*lead, escape(f"{WORKED_OUT.format(soa.narrowed)} In a text {NOT_SHOWN} stands for one."))
    headings = ("Control", "Applies", "Justification", "Implementation", "What shows it")
    body = [table(headings, (_statement_row(each, choice) for each in soa.rows), called="stacked")]
    if kept := [each for each in choice.shown.all(SoaVersion) if each.rows]:
        versions = ", ".join(link(f"../registers/{page_name(SoaVersion.KIND)}#{each.ref}", each.ref) for each in kept)
        body.append(f"<p>Approved versions, as they were kept: {versions}.</p>")
    return framed(f"Statement of Applicability of {soa.organization}", lead, body, back="../index.html")


def _statement_row(row: ReportRow, choice: Chosen) -> tuple[str, ...]:
    shows = ", ".join(
        link(f"../registers/{page_name(each.KIND, _page_of(choice, each))}#{each.ref}", each.ref)
        for each in items(choice.shown, row.key)[-MOST_SHOWN:]
    )
    counted = escape(row.evidence_detail) if choice.partial else ""
    return (
        f"<b>{escape(row.key)}</b> {escape(row.title)}",
        escape(row.applicable),
        escape(row.justification),
        f"{escape(row.status_word)}<br><small>{escape(row.implementation)} {escape(row.owner)}</small>",
        f"{escape(row.evidence)}<br><small>{'<br>'.join(filter(None, (counted, shows)))}</small>",
    )


MOST_SHOWN = 12


def _page_of(choice: Chosen, record: Record) -> int:
    pages: Mapping[str, int] = choice.shown.memo(
        ("page of", record.KIND),
        lambda: {ref: at // RECORDS_ON_A_PAGE for at, ref in enumerate(r.ref for r in choice.shown.all(type(record)))},
    )
    return pages[record.ref]


def document_files(choice: Chosen) -> Iterator[tuple[str, str, bytes]]:
    """Place, title and page of every version of a document that has a text here."""
    for each in choice.shown.all(DocumentVersion):
        if not each.body:
            continue
        document = choice.shown.resolve(each.document)
        title = each.title or (document.title if document else "") or each.ref
        register = f"../registers/{page_name(each.KIND)}"
        lead = (
            f"{escape(each.document)}, version {escape(each.number or each.ref)}: {escape(each.state)}.",
            f"Everything that is on record of it: {link(f'{register}#{each.ref}', each.ref)}",
        )
        words = f"{title}, version {each.number or each.ref} ({each.state})"
        yield f"documents/{each.ref}.html", words, framed(title, lead, [str(as_html(each.body))], back="../index.html")
