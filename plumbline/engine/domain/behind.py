"""The records behind an item that an audit looks at: what serves a clause or control, and what is part of a record."""

from collections.abc import Iterable, Iterator, Mapping

from plumbline.engine.domain.documentation import versions
from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    KINDS,
    Action,
    Activity,
    ActivityRun,
    ControlState,
    Document,
    EvidenceItem,
    OwnControl,
    Record,
    SoaOverride,
)
from plumbline.engine.domain.roles import CONFORMITY, TOP_MANAGEMENT, roles_serving
from plumbline.engine.standard.catalogue import short_key

PART_OF: Mapping[str, tuple[tuple[str, str], ...]] = {
    "document": (("document_version", "document"),),
    "risk": (("assessment", "risk"), ("treatment_plan", "risk"), ("acceptance", "risk")),
    "supplier": (
        ("supplier_agreement", "supplier"),
        ("supplier_assessment", "supplier"),
        ("supplier_review", "supplier"),
    ),
    "activity": (("activity_run", "activity"),),
}
"""Kind → the kinds whose records are part of it, and the field that says so."""
WORK_OF: Mapping[str, tuple[str, ...]] = {
    "4.3": ("scope",),
    "6.1.2": ("criteria", "assessment_round", "assessment"),
    "6.1.3": ("soa_version", "treatment_plan", "acceptance"),
    "6.2": ("objective",),
    "6.3": ("change",),
    "7.1": ("resource_need",),
    "7.4": ("communication",),
    "8.2": ("assessment_round", "assessment"),
    "8.3": ("treatment_plan", "acceptance"),
    "9.1": ("metric",),
    "9.2": ("audit_programme", "audit"),
    "9.3": ("review", "review_input"),
    "10.1": ("improvement",),
    "10.2": ("nonconformity",),
    "A.5.18": ("access_review",),
    "A.5.19": ("supplier_assessment",),
    "A.5.22": ("supplier_review",),
    "A.5.24": ("plan",),
    "A.5.25": ("event",),
    "A.5.26": ("incident",),
    "A.5.27": ("lesson",),
    "A.5.29": ("plan", "exercise"),
    "A.5.30": ("impact_analysis", "exercise"),
    "A.5.35": ("audit_programme",),
    "A.8.8": ("vulnerability",),
    "A.8.13": ("backup_job", "restore_test"),
    "A.8.24": ("crypto_key",),
    "A.8.32": ("change",),
}
"""Clause or control → the kinds of record that are its work being done; a part of a clause is work of the clause."""


def item_key(isms: Isms, words: str) -> str:
    """What the words name, written one way: the short key of a clause or control, else a record's reference."""
    short = short_key(words.strip())
    if isms.standard.exists(short):
        return short
    if own := control_key(isms, words):
        return own
    found = isms.resolve(words)
    return found.ref if found else short


def records_behind(isms: Isms, item: str) -> tuple[Record, ...]:
    """The records that serve a clause or control, or the record of that reference with its parts; each once."""
    key = item_key(isms, item)
    return isms.memo(("records behind", key), lambda: _once(_behind(isms, key)))


def under(key: str, clause: str) -> bool:
    """Whether a key is the clause or lies within it: 6.1.2.c within 6.1, 9.2.2-doc within 9.2."""
    return key == clause or key.startswith((f"{clause}.", f"{clause}-"))


def _behind(isms: Isms, key: str) -> Iterator[Record]:
    if key in isms.standard.controls or isms.at(OwnControl, key):
        yield from _of_control(isms, key)
    elif isms.standard.exists(key):
        yield from _of_clause(isms, key)
    elif record := isms.find(key):
        yield record
        yield from _parts(isms, record)


def _of_control(isms: Isms, key: str) -> Iterator[Record]:
    for kind in (ControlState, OwnControl, SoaOverride):
        if record := isms.at(kind, key):
            yield record
    state = isms.at(ControlState, key)
    named = (isms.resolve(words, Document) for words in (state.documents if state else ()))
    documents = {each.ref: each for each in (*named, *_serving(isms, key)) if isinstance(each, Document)}
    for document in documents.values():
        yield document
        yield from versions(isms, document)
    yield from isms.by_each(EvidenceItem, lambda each: _keys(isms, each.controls), "control keys").get(key, ())
    yield from isms.by_each(Action, lambda each: _keys(isms, each.controls), "control keys").get(key, ())
    for activity in isms.by_each(Activity, lambda each: _keys(isms, each.controls), "control keys").get(key, ()):
        yield activity
        yield from isms.of_parent(ActivityRun, "activity", activity)
    yield from _work(isms, key)


def _of_clause(isms: Isms, key: str) -> Iterator[Record]:
    for document in _serving(isms, key):
        yield document
        yield from versions(isms, document)
    yield from _work(isms, key)
    yield from roles_serving(isms, CONFORMITY)
    if under(key, "5") or under(key, "9.3"):
        yield from roles_serving(isms, TOP_MANAGEMENT)


def _serving(isms: Isms, key: str) -> Iterator[Document]:
    """Documents that serve the item or a part of it, live ones; one for all controls together says little of each."""
    for document in isms.live(Document):
        if any(under(short_key(served), key) for served in document.serves):
            yield document


def _work(isms: Isms, key: str) -> Iterator[Record]:
    for item, kinds in WORK_OF.items():
        if under(key, item) or under(item, key):
            for kind in kinds:
                yield from isms.all(KINDS[kind])


def _parts(isms: Isms, record: Record) -> Iterator[Record]:
    for kind, field in PART_OF.get(record.KIND, ()):
        yield from isms.of_parent(KINDS[kind], field, record)


def _keys(isms: Isms, named: Iterable[str]) -> Iterable[str]:
    return (key for words in named if (key := control_key(isms, words)))


def _once(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple({(each.KIND, each.ref): each for each in records}.values())
