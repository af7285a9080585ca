"""The templates of documents: read strictly, drafted for three firms, published without a contradiction."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import pytest

from plumbline.beginning.answers import Raw, read_answers
from plumbline.beginning.drafting import adopted, draft, drafts, duties_of
from plumbline.beginning.facts import facts
from plumbline.beginning.marks import TemplateError, Text
from plumbline.beginning.promised import promised_in
from plumbline.beginning.templates import Template, read_template, templates, vocabulary, walk
from plumbline.beginning.writing import SHOWN_ONLY_BY_RECORDS
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.kinds import Commitment, Document, OwnRule
from plumbline.engine.domain.promises import catalogue
from plumbline.engine.rules.runner import audit
from plumbline.engine.standard.catalogue import standard
from tests.beginning.publishing import DAY, FIRMS, answers_of, drafted, everything, published, starters

HEAD = """title = "T"
kind = "policy"
serves = []
owner = "it_lead"
approver = "auditor"
reach = "anyone"
review = "year\""""
EVERY_TEMPLATE = pytest.mark.parametrize("template", templates(), ids=lambda each: each.slug)
EVERY_FIRM = pytest.mark.parametrize("firm", FIRMS)
ON_DOCUMENTS = ("POL", "DOC")


def made(body: str, head: str = HEAD) -> Template:
    return read_template("made-up", f"+++\n{head}\n+++\n{body}\n")


# --- the parser -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Ask the {it_lead} or the {janitor}.", r"made-up, line 10: “\{janitor\}” is no parameter\."),
        ("{{if remote_work}}At home.", r"line 10: “\{\{if\}\}” is never closed"),
        ("{{if remote_work}}a{{else}}b{{else}}c{{end}}", r"“\{\{else\}\}” closes nothing"),
        ("At home.{{end}}", r"“\{\{end\}\}” closes nothing"),
        ("{{if the moon}}a{{end}}", "“the moon” is no condition"),
        ("{{if moonlight}}a{{end}}", "“moonlight” is no condition that is known here"),
        ('{{commit id="a" every="year"}}Done {every}.', r"closed by \{\{/\}\}"),
        ('{{commit id="a"}}Done.{{/}}', "has an id and one of every, within, limit"),
        ('{{commit id="a" every="year"}}Done.{{/}}', r"The sentence of “a” lacks \{every\}"),
        ('{{commit id="a" within="5 d"}}Done {within}.{{/}}', "say how often it is checked"),
        ('{{commit id="a" every="year" colour="red"}}Done {every}.{{/}}', "“colour” is nothing that a commitment has"),
        ("{{shout}}", r"“\{\{shout\}\}” is no mark"),
        ("One { alone.", "A “{” stands by itself"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(body: str, said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        made(body)


def test_a_head_names_only_roles_kinds_and_fields_that_exist() -> None:
    with pytest.raises(TemplateError, match="“caretaker” is no role"):
        made("Text.", HEAD.replace("it_lead", "caretaker"))
    with pytest.raises(TemplateError, match="“rumour” is no kind"):
        made("Text.", HEAD.replace("policy", "rumour"))
    with pytest.raises(TemplateError, match="does not state review"):
        made("Text.", HEAD.replace('review = "year"', ""))


def test_a_condition_chooses_between_two_texts() -> None:
    template = made("{{if remote_work and not places_none}}Both.{{else}}One.{{end}}")
    assert draft(template, {"remote_work": True}).body_markdown == "Both.\n"
    assert draft(template, {"remote_work": True, "places_none": True}).body_markdown == "One.\n"


def test_what_was_answered_is_written_and_never_read_as_a_mark() -> None:
    template = made(
        "We provide {offering}. {organisation} does.\n\n1. One.\n{{if remote_work}}2. Two.\n{{end}}3. Three."
    )
    said = {"offering": "clean {it_lead}\n[[backup]] water. ", "organisation": "Ada"}
    assert draft(template, said).body_markdown == (
        "We provide clean {it_lead} [[backup]] water. Ada does.\n\n1. One.\n2. Three.\n"
    )


def test_an_adopted_value_goes_before_ours_and_a_stricter_general_one_before_a_particular() -> None:
    template = made(
        '{{commit id="a" promise="access_review" every="year"}}All {every}.{{/}} '
        '{{commit id="b" promise="access_review" for="privileged" every="quarter"}}Some {every}.{{/}}'
    )
    assert draft(template, {}).body_markdown == "All every year. Some every quarter.\n"
    monthly = draft(template, {"promises": {"access_review": "month"}})
    assert monthly.body_markdown == "All every month. Some every month.\n"
    weekly = draft(template, {"promises": {"access_review": "month", "access_review/privileged": "week"}})
    assert [each.promised for each in weekly.commitments] == ["month", "week"]


def test_a_promise_that_no_register_speaks_of_brings_the_duty_that_keeps_it() -> None:
    template = made('{{commit id="test-door" within="2 d" check="half a year"}}A door is mended {within}.{{/}}')
    ((key, duty),) = duties_of(draft(template, {}).commitments, "T", DAY)
    assert (key, duty.interval, duty.owner) == ("test-door", "half a year", "IT lead")
    assert duty.description == "Check by a sample that this was kept: A door is mended within two days"


# --- the set ----------------------------------------------------------------------------------------------------------


@EVERY_TEMPLATE
def test_a_template_serves_what_exists_and_promises_what_can_be_kept(template: Template) -> None:
    for key in (*template.serves, *template.keeps):
        assert standard().exists(key), key
    for each in template.promising:
        assert not each.promise or each.promise in catalogue(), each.id
        assert all(standard().exists(key) for key in each.serves), each.id
        assert each.serves, f"{each.id} serves nothing"
        unit = catalogue()[each.promise].unit if each.promise else "interval"
        assert unit != "interval" or interval(each.value) or each.value == "last day", each.value
        assert not each.check or interval(each.check)
        starter = catalogue()[each.promise].starter if each.promise and not each.applies_to else ""
        assert not starter or interval(starter) == interval(each.value), f"{each.id} proposes another value than we do"


def mixtures() -> Iterator[Mapping[str, object]]:
    """The firms with other places, stores and software, and two that answered nothing or everything."""
    yield {}
    yield everything()
    places, remote = (["none"], ["office", "counter"]), ("none", "some")
    stores, software = (["paper", "own_servers"], ["cloud", "saas"]), (["bought"], ["contracted"], ["own"])
    for firm in FIRMS.values():
        yield facts(read_answers(firm))
        for where, away, store, made_by in itertools.product(places, remote, stores, software):
            changed: dict[str, Raw] = {"places": where, "remote": away, "data_places": store, "software": made_by}
            yield facts(read_answers({**firm, **changed}))


@EVERY_TEMPLATE
def test_a_draft_has_no_mark_left_and_reads_as_prose(template: Template) -> None:
    for answers in mixtures():
        body = draft(template, answers).body_markdown
        assert not re.search(r"[{}]|\[\[|\]\]", body)
        assert not re.search(
            r"  |\n\n\n|[^|] [.,;:]|\.\.|,,|,;|,\.|;\.|: and|: ,|, and\.|\(\)|^- *$|\|\|", body, re.MULTILINE
        )
        assert not re.search(r"\n## [^\n]+\n+(## |$)", body), "a heading without a text"
        assert not re.search(r"(^|[.!?:] |\n|- )the \*", body), "a sentence begins with a small letter"
        assert not re.search(r"\b(s?he|his|him|her|hers)\b", body), "a rule binds everybody"
        assert not re.search(r";\n\n|[a-z]\n\n[A-Z#]", re.sub(r"^#.*$", "", body, flags=re.MULTILINE)), (
            "a list ends open"
        )


RHYTHM = re.compile(
    r"\b(daily|weekly|monthly|quarterly|yearly|annual(ly)?|(every|each) (day|week|month|quarter|year)"
    r"|(within|after|for) (an?|one|two|three|\d+) (hours?|days?|weeks?|months?|years?)|same (working )?day)\b"
)


@EVERY_TEMPLATE
def test_what_is_said_of_intervals_and_deadlines_is_marked_as_a_promise(template: Template) -> None:
    unmarked = [node.words for node in walk(template.nodes) if isinstance(node, Text) and RHYTHM.search(node.words)]
    assert unmarked == []


@EVERY_FIRM
def test_a_promise_is_understood_where_it_stands_alone(firm: str) -> None:
    sentences = [each.sentence for document in drafted(firm) for each in document.commitments]
    assert [each for each in sentences if re.match(r"(They|It|This|These|Those|That|Such|Then)\b", each)] == []
    assert [each for each in sentences if not each[0].isupper() or each.endswith(".") or len(each) > 240] == []


def test_a_firm_calls_its_roles_by_its_own_names() -> None:
    told = answers_of("utility", top_management="mayor", plant_lead="works manager")
    (incidents,) = [each for each in drafts(told) if each.slug == "incident-management"]
    assert "isolated without the works manager" in incidents.body_markdown
    assert incidents.document.approver_named == "Mayor"
    assert {"Mayor", "Works manager"} <= set(incidents.document.roles_named)


def test_no_parameter_is_stated_in_two_documents() -> None:
    stated = Counter(name for each in templates() for name in each.parameters)
    assert [name for name, count in stated.items() if count > 1] == []
    assert not set(stated) & (set(vocabulary().words) | set(vocabulary().roles))


def test_one_interval_is_stated_in_exactly_one_document() -> None:
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    for template in templates():
        for each in template.promising:
            if each.promise:
                places[each.promise, each.applies_to].add(template.slug)
    assert {subject: slugs for subject, slugs in places.items() if len(slugs) > 1} == {}


def test_every_promise_we_propose_a_value_for_is_stated_somewhere() -> None:
    settled_elsewhere = {"cadence", "collector_interval"}
    proposed = {name for name, each in catalogue().items() if each.starter} - settled_elsewhere
    stated = {each.promise for template in templates() for each in template.promising}
    assert proposed - stated == set()


def test_every_document_the_standard_asks_for_is_written_or_its_keeping_is_ruled() -> None:
    covered = {key for each in templates() for key in (*each.serves, *each.keeps)}
    owed = {each.key: each.name for each in standard().documented_information}
    assert {key: name for key, name in owed.items() if key not in covered} == {}


def test_every_control_of_annex_a_is_spoken_of_by_some_document() -> None:
    served = {key for template in templates() for key in template.serves}
    served |= {key for template in templates() for each in template.promising for key in each.serves}
    assert sorted(key for key in standard().controls if key not in served) == []


def _sentences(text: str) -> Iterator[list[str]]:
    """Runs of words that no parameter, title, value or end of a block interrupts."""
    for block in re.split(r"\n|¶|\*[A-Z][^*\n]*\*", text):
        yield re.findall(r"[a-z’'-]+", block.lower())


def test_no_two_documents_share_eight_words_in_a_row() -> None:
    blanks = dict.fromkeys((*vocabulary().words, *vocabulary().roles), "¶")
    seen: dict[tuple[str, ...], str] = {}
    shared = []
    for answers in ({**everything(), **blanks}, blanks):
        for each in drafts(answers):
            for words in _sentences(each.body_markdown):
                for start in range(len(words) - 7):
                    run = tuple(words[start : start + 8])
                    if seen.setdefault(run, each.slug) != each.slug:
                        shared.append((seen[run], each.slug, " ".join(run)))
    assert shared == []


def test_a_document_refers_only_to_documents_that_are_proposed_with_it() -> None:
    for answers in mixtures():
        proposed = drafts(answers)
        slugs = {each.slug for each in proposed}
        if answers != everything():
            assert {(each.slug, to) for each in proposed for to in each.refers_to if to not in slugs} == set()


def test_three_firms_get_three_different_sets() -> None:
    bodies = {firm: {each.slug: each.body_markdown for each in drafted(firm)} for firm in FIRMS}
    assert "secure-development" in bodies["payments"]
    assert "secure-development" not in bodies["utility"]
    assert "physical-security" not in bodies["payments"]
    assert "cloud-services" not in bodies["laboratory"]
    for one, other in itertools.combinations(FIRMS, 2):
        both = bodies[one].keys() & bodies[other].keys()
        differing = {slug for slug in both if bodies[one][slug] != bodies[other][slug]}
        assert len(differing) >= len(both) // 2, (one, other, sorted(both - differing))


# --- publishing -------------------------------------------------------------------------------------------------------


@EVERY_FIRM
def test_the_published_set_holds_no_contradiction(firm: str) -> None:
    report = audit(published(drafted(firm), *starters()))
    assert [(each.code, each.gap) for each in report.findings if each.code.startswith(ON_DOCUMENTS)] == []
    examined = {each.code: each.examined for each in report.rules}
    assert examined["POL006"] >= 40
    assert examined["POL007"] >= 40
    assert examined["DOC003"] == len(drafted(firm))


def test_a_firm_that_adopted_other_values_first_gets_them_in_its_documents() -> None:
    own = OwnRule(ref="RULE-1", title="access_review", applies_to="privileged", setting="month", adopted_on=DAY)
    promises = adopted(published((), own))
    documents = drafts(answers_of("payments", promises=promises))
    (access,) = [each for each in documents if each.slug == "access-control"]
    assert "Rights with special power are reviewed every month." in access.body_markdown
    assert [each.gap for each in audit(published(documents, own)).findings if each.code == "POL007"] == []


@EVERY_FIRM
def test_the_text_of_a_draft_makes_the_promises_of_the_draft(firm: str) -> None:
    for each in drafted(firm):
        assert promised_in(each.document, each.body_markdown) == each.commitments


def test_the_register_follows_a_text_that_somebody_edited() -> None:
    (access,) = [each for each in drafted("utility") if each.slug == "access-control"]
    edited = access.body_markdown.replace("reviewed every quarter", "reviewed every two weeks")
    edited = edited.replace("What a review finds unneeded is removed within five days.", "Unneeded rights go.")
    found = {each.id: (each.promised, each.sentence) for each in promised_in(access.document, edited)}
    assert found["review-privileged"] == ("2 weeks", "Rights with special power are reviewed every two weeks")
    assert found["review"][0] == "year"
    assert "revoke" not in found
    assert promised_in(Document(title="Access control policy"), edited) == ()


def test_a_rule_changed_after_publication_is_a_contradiction() -> None:
    later = OwnRule(ref="RULE-99", title="restore_test", setting="two years", adopted_on=DAY)
    gaps = [each.gap for each in audit(published(drafted("utility"), later)).findings if each.code == "POL007"]
    assert gaps == ["On one subject two values are in force: half a year here and 24 months in RULE-99."]


@EVERY_FIRM
def test_no_document_passes_for_the_record_it_asks_for(firm: str) -> None:
    isms = published(drafted(firm))
    found = {each.code for each in audit(isms).findings}
    assert {"AUD000", "REV000", "ACC000", "OPS000", "CHG000"} <= found
    assert not {key for each in drafted(firm) for key in each.document.serves} & SHOWN_ONLY_BY_RECORDS
    assert {each.state for each in isms.all(Commitment)} == {"in force"}


@EVERY_FIRM
def test_a_draft_is_never_approved_and_never_in_force(firm: str) -> None:
    for each in drafted(firm):
        assert (each.version.state, each.version.approved_on, each.version.approvers) == ("draft", None, ())
        assert each.document.ref == each.version.ref == ""
        assert each.body_markdown == each.version.body
