"""The templates of policies and procedures, one Markdown file each, and the words they ask an organisation for."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from plumbline.beginning.conditions import Condition, ConditionError, condition
from plumbline.beginning.facts import known_names
from plumbline.beginning.marks import PARAMETER, REFERENCE, Choice, Node, Promising, TemplateError, read_marks

FENCE = "+++"
EVERYONE = "everyone"
HEADCOUNT = "headcount"
KINDS = ("policy", "procedure", "plan", "standard")
REQUIRED = frozenset({"title", "kind", "serves", "owner", "approver", "reach", "review"})
OPTIONAL = frozenset({"keeps", "binds", "acknowledge", "when", "parameters"})
REACHES = ("anyone", "everyone inside", "those named")


@dataclass(frozen=True, slots=True)
class Word:
    """Something a template asks for: what it means, and what is taken where nobody answered."""

    means: str
    default: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is written into documents: words, and the titles of roles."""

    words: Mapping[str, Word]
    roles: Mapping[str, Word]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A document as it is proposed. Owner, approver and those who are bound or acknowledge are keys of roles.

    `serves` are the clauses and controls it answers to, `keeps` the records that the standard demands and whose
    keeping it rules; `parameters` are its own, with defaults.
    """

    slug: str
    title: str
    kind: str
    serves: tuple[str, ...]
    keeps: tuple[str, ...]
    owner: str
    approver: str
    reach: str
    review: str
    binds: tuple[str, ...]
    acknowledge: tuple[str, ...]
    when: Condition
    parameters: Mapping[str, str | int]
    nodes: tuple[Node, ...]

    @property
    def promising(self) -> tuple[Promising, ...]:
        """Every sentence that may promise something, whatever is answered."""
        return tuple(each for each in walk(self.nodes) if isinstance(each, Promising))

    @property
    def refers_to(self) -> frozenset[str]:
        """The slugs of the templates it may refer to."""
        return frozenset(slug for words, _ in words_of(self.nodes) for slug in REFERENCE.findall(words))


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """All nodes, those of every choice too."""
    for node in nodes:
        yield node
        if isinstance(node, Choice):
            yield from walk(node.then)
            yield from walk(node.otherwise)


def words_of(nodes: Iterable[Node]) -> Iterator[tuple[str, Node]]:
    """The words of every node that has some."""
    return ((node.words, node) for node in walk(nodes) if not isinstance(node, Choice))


@cache
def vocabulary() -> Vocabulary:
    """The words and roles that templates may name."""
    raw = tomllib.loads(_folder().joinpath("words.toml").read_text(encoding="utf-8"))
    words, roles = ({name: Word(**each) for name, each in raw[part].items()} for part in ("words", "roles"))
    return Vocabulary(words, roles)


@cache
def templates() -> tuple[Template, ...]:
    """Every template, in the order of their slugs. Raises TemplateError where one cannot be read."""
    files = sorted((each for each in _folder().iterdir() if each.name.endswith(".md")), key=lambda each: each.name)
    found = tuple(read_template(each.name[:-3], each.read_text(encoding="utf-8")) for each in files)
    known = {each.slug for each in found}
    for each in found:
        if strange := sorted(each.refers_to - known):
            raise TemplateError(each.slug, 1, f"It refers to “{strange[0]}”, which is no template.")
    return found


def read_template(slug: str, text: str) -> Template:
    """One template from its text: a TOML head between lines of `+++`, then the body. Raises TemplateError."""
    before, fence, rest = text.partition(FENCE + "\n")
    raw, closing, body = rest.partition("\n" + FENCE + "\n")
    if before or not fence or not closing:
        raise TemplateError(slug, 1, f"The head stands between two lines of {FENCE} at the very beginning.")
    head = _head(slug, raw)
    try:
        when = condition(head.get("when", ""))
    except ConditionError as wrong:
        raise TemplateError(slug, 1, str(wrong)) from wrong
    template = Template(
        slug=slug,
        title=head["title"],
        kind=head["kind"],
        serves=tuple(head["serves"]),
        keeps=tuple(head.get("keeps", ())),
        owner=head["owner"],
        approver=head["approver"],
        reach=head["reach"],
        review=head["review"],
        binds=tuple(head.get("binds", (EVERYONE,))),
        acknowledge=tuple(head.get("acknowledge", ())),
        when=when,
        parameters=head.get("parameters", {}),
        nodes=read_marks(body.lstrip("\n"), slug, raw.count("\n") + 4),
    )
    _check(template)
    return template


def _head(slug: str, raw: str) -> dict[str, Any]:
    try:
        head = tomllib.loads(raw)
    except tomllib.TOMLDecodeError as wrong:
        raise TemplateError(slug, 1, f"The head is no TOML: {wrong}.") from wrong
    if missing := sorted(REQUIRED - head.keys()):
        raise TemplateError(slug, 1, f"The head does not state {', '.join(missing)}.")
    if strange := sorted(head.keys() - REQUIRED - OPTIONAL):
        raise TemplateError(slug, 1, f"The head states {', '.join(strange)}, which no template has.")
    return head


def _check(template: Template) -> None:
    """Every name it uses is one that can be answered. Raises TemplateError."""
    held = vocabulary()
    for what, given, known in (
        ("kind", {template.kind}, set(KINDS)),
        ("reach", {template.reach}, set(REACHES)),
        ("role", {template.owner, template.approver, *template.binds, *template.acknowledge}, {*held.roles, EVERYONE}),
        ("condition", _asked(template), {*known_names(), *held.words}),
    ):
        if strange := sorted(given - known):
            raise TemplateError(template.slug, 1, f"“{strange[0]}” is no {what} that is known here.")
    writable = {*held.words, *held.roles, *template.parameters, HEADCOUNT}
    for words, node in words_of(template.nodes):
        own = {node.manner} if isinstance(node, Promising) else set()
        for name in PARAMETER.findall(words):
            if name not in writable | own:
                raise TemplateError(template.slug, getattr(node, "line", 1), f"“{{{name}}}” is no parameter.")
    _check_promises(template)


def _check_promises(template: Template) -> None:
    """A commitment says its value by its parameter, and one that no rule judges by names what checks it."""
    seen: set[str] = set()
    for each in template.promising:
        if f"{{{each.manner}}}" not in each.words:
            raise TemplateError(template.slug, each.line, f"The sentence of “{each.id}” lacks {{{each.manner}}}.")
        if each.id in seen:
            raise TemplateError(template.slug, each.line, f"There are two commitments “{each.id}”.")
        if not each.promise and each.manner != "every" and not each.check:
            raise TemplateError(template.slug, each.line, f"“{each.id}” has no promise; say how often it is checked.")
        seen.add(each.id)


def _asked(template: Template) -> frozenset[str]:
    choices = (node.when.names for node in walk(template.nodes) if isinstance(node, Choice))
    return template.when.names.union(*choices)


def _folder() -> Traversable:
    return resources.files(__package__).joinpath("documents")
