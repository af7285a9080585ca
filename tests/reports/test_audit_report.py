"""The audit leaves in six formats; none calls zero of nothing a success, and none says more than the report."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as Xml

import pytest

from plumbline.engine.rules.finding import Finding, Report, Severity
from plumbline.reports.findings import as_brief, as_text
from plumbline.reports.findings.grouping import by_clause
from plumbline.reports.findings.render import FORMATS, render
from tests.reports.audits import audit, finding, nothing
from tests.reports.firms import MADE


def made(form: str, report: Report | None = None) -> bytes:
    return render(report or audit(), form, made_at=MADE)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_audit_gives_the_same_bytes(form: str) -> None:
    assert made(form) == made(form)


@pytest.mark.parametrize("form", FORMATS)
def test_an_audit_of_nothing_comes_out_too(form: str) -> None:
    assert len(made(form, nothing())) > 200


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="Choose one of text, brief, json, sarif, junit, html, pdf"):
        made("odt")


# --- text ------------------------------------------------------------------------------------------------------------


def test_the_text_fits_a_hundred_columns_even_with_long_words() -> None:
    long = finding("RSK003", "risk-without-owner", Severity.MAJOR, "6.1.2.c.2", "R-1", gap="x" * 350 + " and so on.")
    report = audit()
    wide = Report(
        as_of=None, on=report.on, organization="N" * 130, head=1, rules=report.rules,
        findings=(long, *report.findings), readiness=report.readiness,
    )  # fmt: skip
    for each in (report, wide, nothing()):
        assert max(len(line) for line in made("text", each).decode().splitlines()) <= 100


def test_the_text_groups_by_clause_in_the_order_of_the_standard() -> None:
    text = made("text").decode().partition("Readiness by clause")[0]
    headings = re.findall(r"^(\d[\d.]*|A\.\d+\.\d+)  \S", text, re.MULTILINE)
    assert headings == ["4.1", "6.1.2", "6.1.3", "8.2", "A.5.1", "A.5.9", "A.5.20", "A.8.13"]


def test_the_text_shows_what_was_examined_even_where_nothing_was_found() -> None:
    text = made("text").decode()
    assert re.search(r"^AST001 asset-without-owner  \.+  clear, 0 of 118 live records$", text, re.MULTILINE)
    assert re.search(r"^CTX001 issue-without-effect  \.+  nothing to examine$", text, re.MULTILINE)
    assert "Not judged: R-1, R-2 (day of assessment)." in text
    assert "accepted, 2 of 12 accepted until 2027-03-31 live records" in text
    assert "Examined     4 policies in force; 3 at fault, 0 unjudged, 1 waived." in text


def test_the_systemic_finding_stands_before_its_cases_and_the_waived_one_says_by_what() -> None:
    text = made("text").decode()
    assert text.index("POL003 policy-review-overdue · major, systemic") < text.index(
        "POL003 policy-review-overdue · minor"
    )
    assert "Accepted     by waiver WVR-1 until 2027-01-31." in text


def test_the_text_ends_with_readiness_and_the_counts() -> None:
    *_, before, last, accepted = made("text").decode().splitlines()
    assert re.fullmatch(r"Requirements shown of those that a rule examines +9 of 14", before)
    assert last == "3 major, 2 minor, 1 opportunity, from 8 rules over 274 records examined."
    assert accepted == "1 finding is accepted for a time and not counted here."


def test_nothing_examined_is_never_called_conformity() -> None:
    text = made("text", nothing()).decode()
    assert "Nothing to examine: 3 rules found no record." in text
    assert "0 major" not in text


def test_rows_set_aside_are_said_beside_the_outcome() -> None:
    assert "3 imported rows set aside, which no rule has seen." in made("text").decode()


def test_there_is_no_colour_unless_asked_for() -> None:
    assert b"\x1b" not in made("text")
    coloured = as_text.render(audit(), as_text.COLOURED).decode()
    assert "\x1b[1;31mRSK003" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == made("text").decode()


# --- machines --------------------------------------------------------------------------------------------------------


def test_the_json_has_exactly_the_agreed_shape() -> None:
    held = json.loads(made("json"))
    assert list(held) == ["as_of", "on", "organization", "rules", "findings", "summary"]
    assert all(
        list(each) == ["code", "name", "clauses", "state", "examined", "faulted", "unjudged", "waived"]
        for each in held["rules"]
    )
    plain = ["code", "severity", "clauses", "records", "requirement", "evidence", "gap", "mend"]
    assert list(held["findings"][0]) == plain
    assert held["findings"][0]["clauses"] == ["iso27001:2022/6.1.2.c.2"]
    assert (held["as_of"], held["on"]) == (None, "2026-11-22")


def test_the_json_marks_what_is_systemic_and_what_is_waived_and_counts_neither_twice() -> None:
    held = json.loads(made("json"))
    assert [each["records"] for each in held["findings"] if each.get("systemic")] == [["DOC-1", "DOC-2"]]
    assert [each["waiver"] for each in held["findings"] if "waiver" in each] == [
        {"ref": "WVR-1", "until": "2027-01-31"}
    ]
    assert held["summary"]["findings"] == {"major": 3, "minor": 2, "opportunity": 1}
    assert held["summary"]["waived"] == 1
    assert held["summary"]["set_aside"] == 3
    assert sum(held["summary"]["rules"].values()) == 8


def test_sarif_gives_each_grade_its_level_and_each_finding_its_rule_and_place() -> None:
    log = json.loads(made("sarif"))
    (run,) = log["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    assert log["version"] == "2.1.0"
    assert [each["level"] for each in results] == ["error", "error", "error", "warning", "warning", "warning", "note"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in results)
    assert results[0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "R-7"
    assert [len(each["suppressions"]) for each in results] == [0, 0, 0, 0, 0, 1, 0]
    assert run["invocations"] == [{"executionSuccessful": True, "endTimeUtc": "2026-11-22T09:30:00Z"}]


def test_a_finding_keeps_its_fingerprint_while_rule_and_record_stay_the_same() -> None:
    def prints(*found: Finding) -> list[str]:
        report = audit()
        other = Report(
            as_of=None, on=report.on, organization="", head=1, rules=report.rules, findings=found, readiness=()
        )
        results = json.loads(made("sarif", other))["runs"][0]["results"]
        return [each["partialFingerprints"]["plumblineFinding/v1"] for each in results]

    one = finding("RSK003", "risk-without-owner", Severity.MAJOR, "6.1.2.c.2", "R-7", gap="Said in other words.")
    assert prints(one) == prints(audit().findings[0])
    assert len(set(prints(*audit().findings))) == len(audit().findings)


def test_junit_fails_what_is_at_fault_and_skips_what_could_not_be_shown() -> None:
    suites = Xml.fromstring(made("junit"))
    outcome = {case.get("name", "").split()[0]: [child.tag for child in case] for case in suites.iter("testcase")}
    assert outcome == {
        "CTX001": ["skipped"], "POL003": ["failure"], "RSK003": ["failure"], "RSK012": ["skipped"],
        "SOA010": ["system-out"], "SUP002": ["skipped"], "OPS001": ["skipped"], "AST001": [],
    }  # fmt: skip
    assert (suites.get("tests"), suites.get("failures"), suites.get("skipped")) == ("8", "2", "4")
    failure = suites.find(".//testcase[@name='POL003 policy-review-overdue']/failure")
    assert failure is not None
    assert failure.get("type") == "major"
    assert "DOC-3" not in (failure.text or "")


# --- people ----------------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Notes the tags of a page and complains of one that is closed and was not open."""

    VOID = frozenset({"meta", "br", "line", "path"})

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_loads_nothing_and_runs_nothing() -> None:
    page = made("html").decode()
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert not tags.seen & {"script", "link", "img", "iframe", "b>"}
    assert not {name for name in tags.attributes if name.startswith("on")} | ({"src", "href"} & tags.attributes)
    assert "default-src 'none'" in page
    assert "prefers-color-scheme: dark" in page


def test_what_users_wrote_is_escaped_in_the_page() -> None:
    page = made("html").decode()
    assert "Nordlicht &amp; Söhne &lt;GmbH&gt;" in page
    assert "Flood &lt;b&gt;&amp;" in page


def test_the_pdf_holds_a_finding_for_each_record_and_counts_the_rest_of_a_long_list() -> None:
    report = audit()
    many = tuple(
        finding("RSK003", "risk-without-owner", Severity.MAJOR, "6.1.2.c.2", f"R-{n}") for n in range(1, 2_001)
    )
    big = Report(as_of=None, on=report.on, organization="N", head=1, rules=report.rules, findings=many, readiness=())
    assert made("pdf", big).startswith(b"%PDF-1.7")
    assert len(made("pdf", big)) < 3 * len(made("pdf"))


def test_every_rule_is_filed_once_and_every_finding_under_its_clause() -> None:
    groups = by_clause(audit())
    filed = [rule.result.code for group in groups for rule in group.rules]
    assert sorted(filed) == sorted(each.code for each in audit().rules)
    assert sum(len(rule.findings) for group in groups for rule in group.rules) == len(audit().findings)


def test_the_brief_form_has_each_rule_once_and_fits_the_page() -> None:
    report = audit()
    text = as_brief.render(report).decode()
    found = {each.code for each in report.findings if not each.waiver}
    for code in found:
        assert sum(line.startswith(f"  {code}") for line in text.splitlines()) == 1
    assert max(map(len, text.splitlines())) <= 100
    assert "Readiness by clause" in text
