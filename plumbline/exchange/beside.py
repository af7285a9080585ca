"""What is kept beside the fields of a record holds no names of people: they become references there too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from plumbline.exchange.cells import is_blank
from plumbline.exchange.drafts import Draft, Entry
from plumbline.exchange.intake import Intake
from plumbline.exchange.linking import Linker
from plumbline.exchange.who import divided, name_key, several

KEPT_AS_REFERENCES = "Kept as references: names of people."

_Column = tuple[int, str]


def veil(entries: Iterable[Entry], intake: Intake, linker: Linker) -> None:
    """Replace names in what no field is meant by: all of a column of names, and elsewhere the names that are known.

    It comes after all linking, so that the first import knows everybody whom the second one will know.
    """
    rows = tuple(entries)
    for (file, heading), filled in _columns(rows, intake).items():
        if all(_names_people(_text(each, heading), linker) for each in filled):
            for each in filled:
                _put(each, heading, linker.veiled(each, _text(each, heading)))
            intake.tell(file, KEPT_AS_REFERENCES, column=heading)
    for entry in rows:
        for draft in (entry.main, *entry.declared_parts(), *entry.more):
            _veil_known(draft, {*draft.extra, *_unknown(draft, intake)}, linker)
            draft.slim()


def _columns(entries: Iterable[Entry], intake: Intake) -> dict[_Column, list[Draft]]:
    """The columns without a field, with the rows that say something in them."""
    columns: dict[_Column, list[Draft]] = defaultdict(list)
    for entry in entries:
        for heading in _unknown(entry.main, intake):
            if not is_blank(_text(entry.main, heading)):
                columns[entry.main.file, heading].append(entry.main)
    return columns


def _veil_known(draft: Draft, headings: Iterable[str], linker: Linker) -> None:
    for heading in headings:
        text = _text(draft, heading)
        if all(name_key(each) in linker.persons for each in several(text)):
            _put(draft, heading, linker.veiled(draft, text))


def _unknown(draft: Draft, intake: Intake) -> list[str]:
    """Headings of the file's columns without a field under which the row says something."""
    unknown = intake.files[draft.file].extra
    held = {**dict(draft.fields.get("extra", ())), **draft.extra}
    return [each for each in held if each in unknown or each.startswith("Column ")]


def _text(draft: Draft, heading: str) -> str:
    return draft.extra[heading] if heading in draft.extra else dict(draft.fields["extra"])[heading]


def _put(draft: Draft, heading: str, text: str) -> None:
    if heading in draft.extra:
        draft.extra[heading] = text
    else:
        draft.fields["extra"] = tuple({**dict(draft.fields["extra"]), heading: text}.items())


def _names_people(text: str, linker: Linker) -> bool:
    return all(any(linker.is_personal(part) for part in divided(each)) for each in several(text))
