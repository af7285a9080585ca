"""“Mend it”: from a finding to the form, and in it to the field, that the rule's own sentence names.

Only to a form that the visitor may fill in: a button that ends in a refusal mends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlencode

from django.urls import reverse

from plumbline.apps.ui.registers.acts import may_change, may_write
from plumbline.apps.ui.registers.standing import Doors
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.corrections import rule_of
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Nonconformity, Organization, Record
from plumbline.engine.domain.record import fields_of
from plumbline.engine.rules.finding import Finding

QUOTED = re.compile(r"“([^”]+)”")
WORD = re.compile(r"\w+")
OF_NO_FIELD = frozenset({"title", "note", "ref", "state", "extra", "unread", "aliases"})
"""Their labels are ordinary words, so only quoted ones are meant."""
BEGINS_IN = {
    "ACC": "evidence_item",
    "AUD": "document",
    "CHG": "change",
    "COM": "document",
    "CON": "asset",
    "OPS": "evidence_item",
    "PRV": "document",
    "REV": "review",
    "RSK": "assessment",
    "TRT": "action",
}
"""Subject of a rule about the whole system -> the register its mending begins in, where its sentence names none."""
CRITERIA = frozenset({"RSK001", "TRT001"})


def mend_url(visit: Visit, finding: Finding) -> str:
    """Where a finding is mended: the form of the record at fault, at the field; or that of a new record.

    Empty where the visitor may not fill in that form, or nothing may be changed.
    """
    record = visit.isms.find(finding.records[0]) if finding.records else None
    if record is None or isinstance(record, Organization):
        return _of_the_whole(visit, finding)
    if not may_change(visit, record):
        return ""
    if finding.systemic:
        return reverse("conformity:findings") + "?" + urlencode({"rule": finding.code})
    url = reverse("records:change", args=[record.KIND, record.ref])
    name, doors = field_named(record.KIND, finding.mend), Doors(visit, type(record), [record])
    if name in doors.fixed(record) or doors.shut(record):
        return ""
    return f"{url}?field={name}#field-{name}" if name else url


def _of_the_whole(visit: Visit, finding: Finding) -> str:
    kind = "criteria" if finding.code in CRITERIA else register_named(finding.mend)
    kind = kind or BEGINS_IN.get(finding.code[:3], "")
    if not may_write(visit, kind or Organization.KIND):
        return ""
    if not kind:
        own = reverse("records:change", args=["organization", visit.isms.organization.ref])
        name = field_named(Organization.KIND, finding.mend)
        return own + (f"#field-{name}" if name else "")
    return reverse("records:new", args=[kind])


def register_named(sentence: str) -> str:
    """The kind whose register a sentence names in quotes; the first one, empty for none."""
    named = {kind.REGISTER.casefold(): key for key, kind in KINDS.items()}
    return next((named[each.casefold()] for each in QUOTED.findall(sentence) if each.casefold() in named), "")


@cache
def field_named(kind: str, sentence: str) -> str:
    """The field of a kind that a sentence names by its label: in quotes, or else as words; empty for none."""
    labels = {each.label.casefold(): each.name for each in fields_of(KINDS[kind])}
    for quoted in QUOTED.findall(sentence):
        if quoted.casefold() in labels:
            return labels[quoted.casefold()]
    said = f" {' '.join(WORD.findall(sentence.casefold()))} "
    plain = ((label, name) for label, name in labels.items() if name not in OF_NO_FIELD)
    fitting = sorted(((said.find(f" {label} "), -len(label), name) for label, name in plain if f" {label} " in said))
    return fitting[0][2] if fitting else ""


def records_of(isms: Isms, finding: Finding) -> Iterator[Record]:
    """The records a finding cites, that can still be opened."""
    for ref in finding.records:
        if (found := isms.find(ref)) is not None:
            yield found


def opened_about(isms: Isms, finding: Finding) -> Nonconformity | None:
    """The live nonconformity that was opened about a finding: from its rule, and about one of its records."""
    known = isms.by_each(Nonconformity, lambda each: [rule_of(each)] if each.live else [], "live, by rule").get(
        finding.code, ()
    )
    records = set(finding.records[:1] if finding.records else ())
    return next((each for each in known if finding.systemic or not each.records or records & set(each.records)), None)
