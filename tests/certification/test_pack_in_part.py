"""A pack that was made in part tells of what is in it and of nothing else, and says at each row what it leaves out."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from plumbline.apps.certification.choosing import AWAY, chosen, narrowed_report
from plumbline.apps.certification.packing import Wish, make_pack
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from plumbline.engine.domain.record import REF
from plumbline.engine.domain.sight import NOT_SHOWN, Sight
from plumbline.engine.rules.runner import audit
from plumbline.reports.phrases import ZERO_WIDTH_SPACE
from plumbline.reports.soa import as_pdf
from plumbline.reports.soa.rows import ReportRow, soa_report
from tests.certification.packs import Files, files_of, furnish, now, problems
from tests.stories import Firm, found_firm

pytestmark = pytest.mark.django_db(transaction=True)
MENTION = re.compile(rf"(?<![\w-]){REF.pattern}(?![\w-])")
JOURNAL = ("entries.jsonl", "tile/", "manifest", "checkpoint", "consistency/", "keys/", "blobs/")
"""What proves the journal: it names every record by kind and reference, and seals what they say."""
TOLD = ("statement/", "findings/", "index.html", "gaps.txt", "README.txt")
"""What is worked out from all records."""
PARTS = (
    ("risk", "statement", "findings"),
    ("evidence_item", "statement"),
    ("statement", "findings"),
    ("A.8.13", "statement", "findings"),
    ("A.8.13", "supplier", "findings"),
    ("obligation", "incident", "soa_declared", "statement", "findings"),
)


def add(firm: Firm, value: kinds.Record) -> str:
    return str(writer_of(type(value)).add(firm.ada, value).ref)


def mentioned(text: str) -> frozenset[str]:
    return frozenset(each[0] for each in MENTION.finditer(text))


def statement(firm: Firm, only: tuple[str, ...]) -> dict[str, ReportRow]:
    isms = now(firm)
    sight = chosen(firm.ada, isms, only).sight(isms)
    return {each.key: each for each in soa_report(isms, made_at=datetime.now(UTC), sight=sight).rows}


@pytest.fixture
def furnished(transactional_db: None) -> Firm:
    """A firm whose statement rests on records of many registers, and whose texts name them."""
    firm = found_firm()
    furnish(firm)
    backup = ("A.8.13", "A.8.14")
    duty = add(firm, kinds.Obligation(title="Keep copies for ten years", obligation_kind="law", controls=backup))
    for title in ("Fire in the server room", "Ransom demanded"):
        add(firm, kinds.Risk(title=title, description=f"See {duty}.", controls=backup, owner=firm.cleo.person))
    supplier = add(firm, kinds.Supplier(title="Vaultline Copies", develops=True, owner=firm.bob.person))
    add(firm, kinds.SupplierAgreement(title="Copies", supplier=supplier, terms=("Restores yearly, A.8.13",)))
    add(firm, kinds.Asset(title="Code forge", asset_kind="repository", supplier=supplier, owner=firm.cleo.person))
    add(firm, kinds.Incident(title="Lost copy", description=f"A tape of {supplier} was lost."))
    document = add(firm, kinds.Document(title="Backup rules", owner=firm.cleo.person))
    state = kinds.ControlState(
        ref="A.8.13",
        status="implemented",
        description=f"Nightly, as {document} says, by {supplier}.",
        documents=(document,),
        owner=firm.cleo.person,
        max_age="400 days",
    )
    add(firm, state)
    excluded = kinds.SoaDeclared(ref="A.8.30", applicable="no", justification=f"Only {supplier} writes code for us.")
    add(firm, excluded)
    add(firm, kinds.SoaDeclared(ref="A.8.13", applicable="yes", justification=f"{duty} asks for it.", owner="PER-3"))
    add(firm, kinds.OwnControl(title="Two people at the vault", status="implemented", owner=firm.bob.person))
    return firm


def packed(firm: Firm, only: tuple[str, ...], folder: Path) -> Files:
    made = make_pack(firm.ada, now(firm), folder / "part.zip", Wish(only=only), {})
    assert problems(made.place) == []
    return files_of(made.place)


def outside(files: Files) -> frozenset[str]:
    """The references of every record in the journal that the pack does not open."""
    changes = [change for line in files["entries.jsonl"].splitlines() for change in json.loads(line)["changes"]]
    opened = {(each["kind"], each["ref"]) for each in map(json.loads, files["disclosures.jsonl"].splitlines())}
    there = {(each["kind"], each["ref"]) for each in changes}
    own_rows = {ref for kind, ref in there if kind == "own_control"}
    away = {ref for kind, ref in there - opened if re.fullmatch(REF, ref)}
    return frozenset(away - {ref for _, ref in opened} - own_rows)


def words_of(name: str, content: bytes) -> str:
    """What a file says: text as it is, a workbook cell by cell; of a PDF nothing, its words are tested apart."""
    if name.endswith(".xlsx"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = (row for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python())
        return "\n".join(str(cell) for row in rows for cell in row)
    return "" if name.endswith(".pdf") else content.decode()


@pytest.mark.parametrize("only", PARTS, ids=" ".join)
def test_no_file_names_a_record_that_the_pack_does_not_hold(
    furnished: Firm, tmp_path: Path, only: tuple[str, ...]
) -> None:
    files = packed(furnished, only, tmp_path)
    away = outside(files)
    assert len(away) >= 8, "the story is about records that are left out"
    in_whole_records = mentioned(files["disclosures.jsonl"].decode())
    for name, content in files.items():
        if name.startswith(TOLD):
            assert not mentioned(words_of(name, content)) & away, name
        elif not name.startswith(JOURNAL):  # a record is shown whole, as its entry committed to it
            assert mentioned(words_of(name, content)) & away <= in_whole_records, name


@pytest.mark.parametrize("only", PARTS, ids=" ".join)
def test_what_the_pdf_prints_names_no_other_record_either(
    furnished: Firm, tmp_path: Path, only: tuple[str, ...]
) -> None:
    away = outside(packed(furnished, only, tmp_path))
    isms = now(furnished)
    sight = chosen(furnished.ada, isms, only).sight(isms)
    report = soa_report(isms, made_at=datetime.now(UTC), names={}, sight=sight)
    printed = json.dumps(as_pdf.printed(report), ensure_ascii=False)
    assert not mentioned(printed.replace(ZERO_WIDTH_SPACE, "")) & away
    assert "What is not named is not missing." in printed


def test_a_row_says_how_much_it_leaves_out_and_is_not_made_to_look_bare(furnished: Firm, tmp_path: Path) -> None:
    rows = statement(furnished, ("evidence_item", "statement"))
    backup, whole = rows["A.8.13"], statement(furnished, ())["A.8.13"]
    assert backup.justification.startswith("4 records that this pack does not show ask for it. Declared: [not shown]")
    assert (backup.applicable, backup.basis, backup.status) == (whole.applicable, whole.basis, whole.status)
    assert (backup.evidence, backup.evidence_detail) == (whole.evidence, whole.evidence_detail)
    assert backup.sources == ()
    assert backup.documents == (f"1 record {AWAY}",)
    assert backup.owner == f"a person or role {AWAY}"
    assert backup.implementation == "Nightly, as [not shown] says, by [not shown]."
    page = packed(furnished, ("evidence_item", "statement"), tmp_path)["statement/statement.html"].decode()
    assert "Worked out from all records; records that this pack does not show are counted" in page
    assert "2 items, newest EVD-2" in page


def test_evidence_that_is_left_out_is_counted_and_its_verdict_stays(furnished: Firm) -> None:
    row, whole = statement(furnished, ("risk", "statement"))["A.8.13"], statement(furnished, ())["A.8.13"]
    assert row.justification.startswith("Holds down R-3 Fire in the server room and R-4 Ransom demanded. And 2 records")
    assert {each.ref for each in row.sources} == {"R-3", "R-4"}
    assert (row.evidence, row.evidence_state) == (whole.evidence, "fresh")
    assert (row.evidence_detail, row.evidence_count, row.observed) == (f"2 records {AWAY}", 0, None)


def test_what_contradicts_an_exclusion_is_counted_where_it_is_left_out(furnished: Firm) -> None:
    (whole,) = statement(furnished, ())["A.8.30"].contradictions
    assert "SUP-1" in whole
    (told,) = statement(furnished, ("risk", "statement"))["A.8.30"].contradictions
    assert told == f"excluded, while 1 record {AWAY} stands against it"


def test_a_whole_pack_is_told_nothing_new(furnished: Firm, tmp_path: Path) -> None:
    files = packed(furnished, (), tmp_path)
    for name in ("statement/statement.html", "gaps.txt", "findings/findings.html"):
        assert AWAY not in files[name].decode()
        assert NOT_SHOWN not in files[name].decode()


def test_the_gaps_say_that_all_records_were_judged(furnished: Firm, tmp_path: Path) -> None:
    said = packed(furnished, ("risk", "statement", "findings"), tmp_path)["gaps.txt"].decode()
    assert "Worked out from all records" in said
    assert f"each row says how many records {AWAY} count there, and names none." in said
    assert "A record is shown whole" in said
    assert "Suppliers: 0 of 1 records are here." in said


def test_a_finding_about_a_clause_stays_and_quotes_nothing_that_is_left_out(furnished: Firm) -> None:
    isms = now(furnished)
    report = audit(isms)
    choice = chosen(furnished.ada, isms, ("6.1.3", "findings"))
    told = narrowed_report(isms, report, choice)
    whole = {each.gap for each in report.findings if "SUP-1" in each.records and "A.8.30" in each.gap}
    assert whole, "the exclusion of A.8.30 is contradicted by SUP-1"
    (finding,) = [each for each in told.findings if each.code == "SOA008"]
    assert "SUP-1" not in f"{finding}"
    assert "Vaultline" not in f"{finding}"
    assert f"record {AWAY}" in finding.evidence


def test_texts_lose_the_reference_and_the_title_behind_it(furnished: Firm) -> None:
    isms = now(furnished)
    sight = Sight(isms, lambda each: each.KIND != "supplier", AWAY)
    assert sight.text("SUP-1 Vaultline Copies and R-3, SUP-1; not SUP-17.") == (
        f"{NOT_SHOWN} and R-3, {NOT_SHOWN}; not SUP-17."
    )
    refs = [f"R-{number}" for number in range(1, 9)]
    assert sight.listed([*refs, "SUP-1"]) == f"R-1, R-2, R-3, R-4, 4 more and 1 record {AWAY}"
    assert sight.listed(["SUP-1"]) == f"1 record {AWAY}"
    assert sight.listed(["R-1", "R-2"]) == "R-1 and R-2"
