"""Whether what matters is in the assessment: important assets, relevant threats."""

from collections.abc import Iterable, Iterator

from plumbline.engine.domain.importance import assessed_assets, matters, reaches
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Asset, Incident, Risk, Threat
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule


def _important(isms: Isms) -> Iterator[Asset]:
    """Assets in scope, without those that are known to lie below the promised importance."""
    stated = promise(isms, "important_from")
    for asset in isms.live(Asset):
        counts = asset.in_scope is not False and asset.state != "planned"
        if counts and (not stated or matters(isms, asset, stated.setting) is not False):
            yield asset


@rule(
    "RSK009",
    "important-asset-without-risk",
    clauses=("6.1.2.c.1",),
    grade=MINOR_UP,
    examines=Population("important assets in scope", _important),
    mend="Assess a risk to it, or add it to the assets of the risk that covers it.",
)
def important_asset_without_risk(isms: Isms, asset: Asset) -> Iterator[Fault | Unjudged]:
    """Covered too is what an assessed asset holds or rests on."""
    stated = promise(isms, "important_from")
    if asset.ref in assessed_assets(isms):
        return
    if not stated:
        yield Unjudged(asset, "no promise `important_from`")
    elif matters(isms, asset, stated.setting) is None:
        yield Unjudged(asset, "criticality or class on the scale of the promise `important_from`")
    else:
        shows = ("criticality",) if asset.criticality else ("classification",)
        gap = "No live risk names this asset, nor one that holds it or rests on it."
        yield Fault(asset, gap=gap, shows=shows, stated=stated)


def _relevant(isms: Isms) -> Iterator[Threat]:
    """Live threats, without those that are known to lie below the promised relevance."""
    stated = promise(isms, "threat_from")
    for threat in isms.live(Threat):
        if not stated or reaches(threat.relevance, stated.setting) is not False:
            yield threat


@rule(
    "RSK010",
    "threat-without-risk",
    clauses=("A.5.7", "6.1.2.c.1"),
    grade=MINOR,
    examines=Population("relevant threats", _relevant),
    mend="Name the threat in a risk, or write down why it does not concern us.",
)
def threat_without_risk(isms: Isms, threat: Threat) -> Iterator[Fault | Unjudged]:
    """The link may stand on either side."""
    stated = promise(isms, "threat_from")
    if threat.no_concern_reason or threat.ref in _linked(isms):
        return
    if not stated:
        yield Unjudged(threat, "no promise `threat_from`")
    elif reaches(threat.relevance, stated.setting) is None:
        yield Unjudged(threat, "relevance on the scale of the promise `threat_from`")
    else:
        struck = tuple(Cited(each, ("incident_kind",)) for each in _of_kind(isms, threat))
        more = f", and {len(struck)} recorded incidents are of its kind" if len(struck) > 1 else ""
        more = ", and a recorded incident is of its kind" if len(struck) == 1 else more
        gap = f"No live risk names this threat and no reason says why it does not concern us{more}."
        yield Fault(threat, gap=gap, shows=("relevance",), cites=struck, stated=stated)


def _linked(isms: Isms) -> frozenset[str]:
    """Threats that a live risk names, or that name a live risk, by reference."""

    def find() -> frozenset[str]:
        named = (isms.resolve(words, Threat) for risk in isms.live(Risk) for words in risk.threats)
        return frozenset(each.ref for each in (*named, *_naming(isms)) if each)

    return isms.memo("threats in the assessment", find)


def _naming(isms: Isms) -> Iterator[Threat]:
    for threat in isms.live(Threat):
        found = (isms.resolve(words, Risk) for words in threat.risks)
        if any(each and each.live for each in found):
            yield threat


def _of_kind(isms: Isms, threat: Threat) -> Iterable[Incident]:
    """Incidents whose kind is the threat by name or by category."""
    kinds = isms.by(Incident, lambda each: folded(each.incident_kind), "kind")
    named = dict.fromkeys((folded(threat.title), folded(threat.category)))
    return [incident for name in named if name for incident in kinds.get(name, ())]
