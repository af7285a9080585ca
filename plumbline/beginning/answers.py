"""What a newcomer answered. “I do not know yet” and “not asked yet” are the same: nothing is taken for granted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from plumbline.beginning.questions import NONE, UNKNOWN, Question, questions
from plumbline.engine.domain.record import REF

Answer = str | int | date | tuple[str, ...]
Raw = str | int | date | list[str] | tuple[str, ...] | None
MOST_WORDS = 2000


class AnswerError(ValueError):
    """Answers that cannot be taken: `faults` says by question what is wrong and what to do."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{key}: {each}" for key, each in faults.items()))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers by question; what is not known has no entry."""

    given: Mapping[str, Answer] = field(default_factory=dict)

    def __hash__(self) -> int:
        """By content, so that what follows from answers is worked out once."""
        return hash(tuple(self.given.items()))

    def chosen(self, key: str) -> tuple[str, ...]:
        """The options chosen, `unknown` alone where nothing is known."""
        held = self.given.get(_asked(key).key, UNKNOWN)
        return held if isinstance(held, tuple) else (str(held),)

    def has(self, key: str, *options: str) -> bool:
        """Whether one of the options was chosen."""
        return bool(set(self.chosen(key)) & set(options))

    def knows(self, key: str) -> bool:
        """Whether the question was answered with something known."""
        return _asked(key).key in self.given

    def text(self, key: str) -> str:
        """A typed answer as words, or what stands in texts instead of it."""
        held = self.given.get(_asked(key).key)
        return _asked(key).instead if held is None or isinstance(held, tuple) else str(held)

    def lines(self, key: str) -> tuple[str, ...]:
        """The lines of an answer that lists something; none where it is not known."""
        held = self.given.get(_asked(key).key, ())
        return held if isinstance(held, tuple) else ()

    def number(self, key: str) -> int | None:
        """A number, None where it is not known."""
        held = self.given.get(_asked(key).key)
        return held if isinstance(held, int) else None

    def day(self, key: str) -> date | None:
        """A day, None where it is not known."""
        held = self.given.get(_asked(key).key)
        return held if isinstance(held, date) else None

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions whose answers are not known yet."""
        return tuple(each for key, each in questions().items() if key not in self.given)

    def as_json(self) -> dict[str, str | int | list[str]]:
        """The answers in a form that JSON holds and `read_answers` takes back."""
        return {key: _plain(each) for key, each in self.given.items()}


def read_answers(raw: Mapping[str, Raw]) -> Answers:
    """Answers as they come from a form or a file. Raises AnswerError with a sentence for each that cannot be taken."""
    given: dict[str, Answer] = {}
    faults: dict[str, str] = {}
    for key, each in raw.items():
        if key not in questions():
            faults[key] = "There is no such question. Leave it out."
            continue
        try:
            if (read := _read(questions()[key], each)) is not None:
                given[key] = read
        except ValueError as error:
            faults[key] = str(error)
    if faults:
        raise AnswerError(faults)
    return Answers({key: given[key] for key in questions() if key in given})


def _read(question: Question, raw: Raw) -> Answer | None:
    if raw in (None, "", [], (), UNKNOWN, [UNKNOWN], (UNKNOWN,)):
        return None
    match question.answered:
        case "several" | "lines":
            return _several(question, raw)
        case "number":
            return _number(raw)
        case "day":
            return raw if isinstance(raw, date) else _day(str(raw))
    return _words(question, str(raw).strip())


def _several(question: Question, raw: Raw) -> tuple[str, ...] | None:
    parts = raw.splitlines() if isinstance(raw, str) else list(raw) if isinstance(raw, list | tuple) else [str(raw)]
    found = tuple(dict.fromkeys(each.strip() for each in parts if each.strip()))
    if question.answered == "lines":
        if sum(map(len, found)) > MOST_WORDS:
            raise ValueError("This is longer than fits on a page. Name the ones that matter most.")
        return found or None
    if UNKNOWN in found:
        raise ValueError("“I do not know yet” stands beside other answers. Keep one or the other.")
    if NONE in found and len(found) > 1:
        raise ValueError("“None” stands beside other answers. Keep one or the other.")
    for each in found:
        _option(question, each)
    return found


def _words(question: Question, words: str) -> str:
    if question.answered == "person" and not (REF.fullmatch(words) and words.startswith("PER-")):
        raise ValueError("This names nobody in the system. Choose a person from the list.")
    if question.answered == "country" and not (len(words) == 2 and words.isalpha() and words.isupper()):
        raise ValueError(
            "No country is known here by that name. Choose one of the list, or write its code of two letters: IE."
        )
    if question.answered in ("choice", "yes_no"):
        _option(question, words)
    if len(words) > MOST_WORDS:
        raise ValueError("This is longer than fits on a page. Say it in a sentence or two.")
    return words


def _option(question: Question, key: str) -> None:
    if question.option(key) is None:
        raise ValueError(f"“{key}” is none of the answers. Choose one of {', '.join(o.key for o in question.options)}.")


def _number(raw: Raw) -> int:
    words = str(raw).strip()
    if not words.isdecimal() or not 1 <= int(words) <= 1_000_000:
        raise ValueError("This is not a number of people. Write a whole number from 1 up.")
    return int(words)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ValueError("This is not a day. Write it as year-month-day, for example 2027-09-30.") from None


def _asked(key: str) -> Question:
    return questions()[key]


def _plain(answer: Answer) -> str | int | list[str]:
    match answer:
        case tuple():
            return list(answer)
        case date():
            return answer.isoformat()
    return answer
