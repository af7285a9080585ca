"""The marks of a document template, read strictly: conditions, commitments, references and parameters.

{{if remote_work}} … {{else}} … {{end}}
{{commit id="leavers" promise="leaver_within" within="last day" serves="A.6.5"}}Access ends {within}.{{/}}
[[backup]] is the title of another document, {it_lead} a parameter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plumbline.beginning.conditions import Condition, ConditionError, condition

MARK = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
PARAMETER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
REFERENCE = re.compile(r"\[\[([a-z][a-z-]*)\]\]")
ATTRIBUTE = re.compile(r'\s+([a-z]+)="([^"]*)"')
VALUED = ("every", "within", "limit")
"""How a commitment may state its value, and the parameter by which its sentence says it."""
ATTRIBUTES = frozenset({"id", "promise", "for", "serves", "check", *VALUED})


class TemplateError(ValueError):
    """A template that cannot be read: which one, in which line, what is wrong."""

    def __init__(self, where: str, line: int, what: str) -> None:
        super().__init__(f"{where}, line {line}: {what}")


@dataclass(frozen=True, slots=True)
class Text:
    """Words with parameters and references in them."""

    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What is said when a condition holds, and what otherwise."""

    when: Condition
    then: tuple["Node", ...]
    otherwise: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promising:
    """A sentence that promises something: its value by default, how it is said, and what it serves."""

    id: str
    words: str
    value: str
    manner: str
    promise: str = ""
    applies_to: str = ""
    serves: tuple[str, ...] = ()
    check: str = ""
    line: int = 0


Node = Text | Choice | Promising


@dataclass(slots=True)
class _Reader:
    """Goes through the tokens of one body once."""

    where: str
    tokens: Sequence[tuple[bool, str, int]]
    at: int = 0
    ended_by: str = field(default="", init=False)

    def nodes(self, opened: str, line: int) -> tuple[Node, ...]:
        """Everything up to the mark that ends what was opened; leaves that mark in `ended_by`."""
        return tuple(self._until_closed(opened, line))

    def _until_closed(self, opened: str, opened_at: int) -> Iterator[Node]:
        while self.at < len(self.tokens):
            is_mark, words, line = self.tokens[self.at]
            self.at += 1
            if not is_mark:
                yield Text(words, line)
            elif words in ("else", "end"):
                if not opened or (words == "else" and opened == "else"):
                    raise TemplateError(self.where, line, f"“{{{{{words}}}}}” closes nothing. Take it out.")
                self.ended_by = words
                return
            elif words.startswith("if "):
                yield self._choice(words[3:], line)
            elif words.startswith("commit "):
                yield self._promising(words[6:], line)
            else:
                raise TemplateError(self.where, line, f"“{{{{{words}}}}}” is no mark.")
        if opened:
            raise TemplateError(self.where, opened_at, f"“{{{{{opened}}}}}” is never closed. Write {{{{end}}}}.")

    def _choice(self, words: str, line: int) -> Choice:
        try:
            when = condition(words)
        except ConditionError as wrong:
            raise TemplateError(self.where, line, str(wrong)) from wrong
        then = self.nodes("if", line)
        otherwise = self.nodes("else", line) if self.ended_by == "else" else ()
        return Choice(when, then, otherwise)

    def _promising(self, words: str, line: int) -> Promising:
        following = self.tokens[self.at : self.at + 2]
        if [is_mark for is_mark, _, _ in following] != [False, True] or following[1][1] != "/":
            raise TemplateError(self.where, line, "A commitment holds one sentence and is closed by {{/}}.")
        self.at += 2
        given = self._attributes(words, line)
        manner = next((each for each in VALUED if each in given), "")
        if not manner or not given.get("id"):
            raise TemplateError(self.where, line, f"A commitment has an id and one of {', '.join(VALUED)}.")
        return Promising(
            id=given["id"],
            words=following[0][1].strip(),
            value=given[manner],
            manner=manner,
            promise=given.get("promise", ""),
            applies_to=given.get("for", ""),
            serves=tuple(given.get("serves", "").split()),
            check=given.get("check", ""),
            line=line,
        )

    def _attributes(self, words: str, line: int) -> dict[str, str]:
        given = dict(ATTRIBUTE.findall(words))
        rest = ATTRIBUTE.sub("", words).strip()
        if rest or not given.keys() <= ATTRIBUTES:
            wrong = rest or ", ".join(sorted(given.keys() - ATTRIBUTES))
            raise TemplateError(self.where, line, f"“{wrong}” is nothing that a commitment has.")
        return given


def read_marks(body: str, where: str, first_line: int = 1) -> tuple[Node, ...]:
    """The body of a template as text, choices and commitments. Raises TemplateError with the line."""
    tokens = tuple(_tokens(body, where, first_line))
    return _Reader(where, tokens).nodes("", first_line)


def _tokens(body: str, where: str, line: int) -> Iterator[tuple[bool, str, int]]:
    """Words and marks in turn, each with the line it begins in."""
    for number, piece in enumerate(MARK.split(body)):
        if number % 2:
            yield True, piece.strip(), line
        elif piece:
            bare = REFERENCE.sub("", PARAMETER.sub("", piece))
            if stray := re.search(r"[{}]|\[\[|\]\]", bare):
                raise TemplateError(where, line, f"A “{stray[0]}” stands by itself near “{piece.strip()[:40]}”.")
            yield False, piece, line
        line += piece.count("\n")
