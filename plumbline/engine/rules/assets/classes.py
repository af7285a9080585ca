"""Whether things are classified, and whether what holds them is protected as well as they are (A.5.12)."""

from collections.abc import Iterator

from plumbline.engine.domain.boundary import held_within
from plumbline.engine.domain.classification import live_contents, strictest_held, strictness
from plumbline.engine.domain.documentation import documents_in_force
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, Document
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule, where
from plumbline.engine.rules.wording import listed


def things_to_classify(isms: Isms) -> Iterator[Asset | Document]:
    """Information, what holds it, and documents in force where the scheme classifies documents."""
    for asset in isms.live(Asset):
        if asset.asset_kind == "information" or _holds_information(isms, asset):
            yield asset
    if any(each.documents_need_it for each in isms.organization.classes):
        yield from (document for document, _ in documents_in_force(isms))


def _holds_information(isms: Isms, asset: Asset) -> bool:
    return any(each.asset_kind == "information" for each in live_contents(isms, asset))


@rule(
    "AST001",
    "asset-unclassified",
    clauses=("A.5.12", "A.5.9"),
    grade=MINOR_UP,
    examines=Population("live information assets, what holds them and documents to classify", things_to_classify),
    mend="Choose the class of the scheme under “Classification”.",
)
def asset_unclassified(isms: Isms, thing: Asset | Document) -> Iterator[Fault]:
    """Without a scheme on record any class will do; with one it has to be one of its own."""
    scheme = [each.name for each in isms.organization.classes]
    if not thing.classification:
        yield Fault(thing, gap="No class is recorded for it.", shows=("classification",), cites=_scheme(isms))
    elif scheme and strictness(isms, thing.classification) is None:
        gap = f"Its class “{thing.classification}” is none of the scheme, which has {listed(scheme)}."
        yield Fault(thing, gap=gap, shows=("classification",), cites=_scheme(isms))


def _scheme(isms: Isms) -> tuple[Cited, ...]:
    return (Cited(isms.organization),) if isms.organization.classes else ()


@rule(
    "AST002",
    "holder-weaker-than-content",
    clauses=("A.5.12", "A.5.9"),
    grade=MINOR,
    examines=where(Asset, "live assets that hold others", lambda isms, each: bool(live_contents(isms, each))),
    mend="Raise the class of what holds it, move the content, or say under “Why its class or need is lower” why not.",
)
def holder_weaker_than_content(isms: Isms, asset: Asset) -> Iterator[Fault | Unjudged]:
    """A reason ends it: a vault may lawfully be open about itself. What is not classified at all is AST001's."""
    if asset.need_reason:
        return
    if not isms.organization.classes:
        yield Unjudged(asset, "a classification scheme")
        return
    own, held = strictness(isms, asset.classification), strictest_held(isms).get(asset.ref)
    if own is None:
        yield Unjudged(asset, "its own class, as one of the scheme")
    elif held is None:
        yield Unjudged(asset, "the class of what it holds, as one of the scheme")
    elif own < held:
        path = next(each for each in held_within(isms, asset) if strictness(isms, each[-1].classification) == held)
        through = f", through {', '.join(each.ref for each in path[:-1])}" if len(path) > 1 else ""
        yield Fault(
            asset,
            gap=f"It is classed “{asset.classification}” and holds {path[-1].ref}, classed "
            f"“{path[-1].classification}”{through}; no reason for the difference is recorded.",
            shows=("classification", "holds"),
            cites=tuple(Cited(each, ("classification",)) for each in path),
        )
