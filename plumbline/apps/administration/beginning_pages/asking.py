"""A page of questions as a form: each input with what was said, and what a browser sent as answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from plumbline.apps.administration.beginning_pages.keeping import Kept, Plain
from plumbline.apps.ui.visit import Visit
from plumbline.beginning.answers import AnswerError, read_answers
from plumbline.beginning.places import countries, named
from plumbline.beginning.questions import UNKNOWN, Page, Question, pages
from plumbline.engine.domain.kinds import Person

SEVERAL = ("several", "lines")
LISTED = ("choice", "yes_no", "several")
DONT_KNOW = "I do not know yet"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on its page."""

    question: Question
    said: str
    choices: tuple[Choice, ...]
    unknown: bool
    fault: str

    @property
    def listed(self) -> bool:
        """Whether it is answered by ticking."""
        return self.question.answered in LISTED

    @property
    def control(self) -> str:
        """How its input is drawn."""
        return {"several": "checkbox", "choice": "radio", "yes_no": "radio"}.get(
            self.question.answered, self.question.answered
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A page of questions and how far it is."""

    page: Page
    number: int
    answered: int
    unknown: int

    @property
    def total(self) -> int:
        """How many questions it has."""
        return len(self.page.questions)

    @property
    def open(self) -> int:
        """How many were not answered at all."""
        return self.total - self.answered - self.unknown


def steps(kept: Kept) -> tuple[Step, ...]:
    """Every page with how many of its questions are answered."""
    return tuple(_step(number, page, kept) for number, page in enumerate(pages(), 1))


def _step(number: int, page: Page, kept: Kept) -> Step:
    said = [kept.given[each.key] for each in page.questions if each.key in kept.given]
    unknown = said.count(UNKNOWN)
    return Step(page, number, len(said) - unknown, unknown)


def asked(
    visit: Visit, page: Page, given: Mapping[str, Plain], faults: Mapping[str, str] | None = None
) -> Iterator[Asked]:
    """The questions of a page with what was said."""
    for each in page.questions:
        said = given.get(each.key, "")
        chosen = said if isinstance(said, list) else [str(said)]
        yield Asked(
            question=each,
            said=_shown(each, "" if said == UNKNOWN else "\n".join(chosen)),
            choices=tuple(_choices(visit, each, set(chosen))),
            unknown=UNKNOWN in chosen,
            fault=(faults or {}).get(each.key, ""),
        )


def _choices(visit: Visit, question: Question, chosen: set[str]) -> Iterator[Choice]:
    for each in question.options:
        yield Choice(each.key, each.label, each.key in chosen)
    if question.answered == "person":
        people = [(visit.names.get(each.ref, each.ref), each.ref) for each in visit.isms.live(Person)]
        for name, ref in sorted(people, key=lambda pair: pair[0].casefold()):
            yield Choice(ref, name, ref in chosen)
    if question.answered == "country":
        for code in sorted(countries(), key=_called):
            yield Choice(_called(code), code, code in chosen)


def _shown(question: Question, said: str) -> str:
    return _called(said) if question.answered == "country" and said in countries() else said


def _called(code: str) -> str:
    name = countries()[code].name.removeprefix("the ")
    return name[:1].upper() + name[1:]


def _code(words: str) -> str:
    """The code of a country that was written out; other words stay, for a code is taken as well."""
    return named(words) or (words.upper() if len(words) == 2 else words)


def said_in(sent: QueryDict, page: Page) -> dict[str, Plain]:
    """What a browser sent as answers to the questions of a page.

    Words that were typed win over the box beside them, unless they cannot be taken: then nobody knows yet.
    """
    return {each.key: _taken(each, _said(sent, each), f"{each.key}-{UNKNOWN}" in sent) for each in page.questions}


def _taken(question: Question, said: Plain, ticked: bool) -> Plain:
    if not ticked:
        return said
    try:
        return said if read_answers({question.key: said}).knows(question.key) else UNKNOWN
    except AnswerError:
        return UNKNOWN


def _said(sent: QueryDict, question: Question) -> Plain:
    if question.answered == "several":
        return sent.getlist(question.key)
    words = sent.get(question.key, "").replace("\r\n", "\n").strip()
    if question.answered == "country":
        return _code(words)
    return [each for each in words.split("\n") if each.strip()] if question.answered == "lines" and words else words
