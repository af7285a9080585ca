"""Whether the scope in force keeps step with what it rests on, and says of every place whether it is in or out."""

from collections.abc import Iterator

from plumbline.engine.domain.boundary import scope_in_force
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Issue, PartyRequirement, Record, Scope, Site, SoaVersion
from plumbline.engine.domain.soa import approved
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, Population, rule
from plumbline.engine.rules.wording import listed


def _in_force(isms: Isms) -> tuple[Scope, ...]:
    scope = scope_in_force(isms)
    return (scope,) if scope else ()


def _keeps_list(isms: Isms) -> bool:
    """Whether the organisation lists what its scope considered: it says so, or has done it in some version."""
    return any(each.considered_kept or each.considered for each in isms.all(Scope) if each.considered_kept is not False)


@rule(
    "SCP001",
    "scope-out-of-step",
    clauses=("4.3.a", "4.3.b"),
    grade=MINOR,
    examines=Population("scope versions in force", _in_force),
    mend="Review the scope against these issues and requirements, amend it or confirm it, and set “Reviewed on” and "
    "what it considered.",
)
def scope_out_of_step(isms: Isms, scope: Scope) -> Iterator[Fault | Unjudged]:
    """Only what says of itself that it touches the scope sends anybody back to it."""
    if _keeps_list(isms) and not scope.considered:
        yield Fault(scope, gap="The list of issues and requirements that the scope considered is empty.")
        return
    looked = scope.reviewed_on or scope.approved_on or scope.effective
    if looked is None:
        yield Unjudged(scope, "no day on which the scope was reviewed or approved")
        return
    touching: tuple[Issue | PartyRequirement, ...] = (*isms.live(Issue), *isms.live(PartyRequirement))
    newer = [
        each for each in touching if each.touches_scope and each.decided_on and looked < each.decided_on <= isms.on
    ]
    if newer:
        named = listed(f"{each.ref} ({each.decided_on.isoformat()})" for each in newer if each.decided_on)
        yield Fault(
            scope,
            gap=f"The scope was last reviewed on {looked.isoformat()}; decided since, and touching it: {named}.",
            shows=("number", "reviewed_on", "approved_on"),
            cites=tuple(Cited(each, ("decided_on", "touches_scope")) for each in newer),
        )


def _decided_or_not(isms: Isms) -> tuple[Record, ...]:
    """Places on record, and the scope in force where it leaves something out."""
    scopes = (each for each in _in_force(isms) if any(item.verdict == "out" for item in each.items))
    return (*isms.live(Site), *scopes)


@rule(
    "SCP004",
    "site-undecided",
    clauses=("4.3",),
    grade=MINOR,
    examines=Population("sites, units and services on record, and the exclusions of the scope", _decided_or_not),
    mend="Decide in “In or out of scope”, and give the reason for whatever stays outside.",
)
def site_undecided(isms: Isms, subject: Site | Scope) -> Iterator[Fault]:
    """The register of sites and the items of the scope may each carry the verdict and the reason."""
    if isinstance(subject, Scope):
        bare = [each.what for each in subject.items if each.verdict == "out" and not _reason(isms, subject, each.what)]
        if bare:
            yield Fault(subject, gap=f"Left out of the scope without a reason: {listed(f'“{each}”' for each in bare)}.")
        return
    scopes = _in_force(isms)
    items = [item for scope in scopes for item in scope.items if folded(item.what) in _names(subject)]
    verdict = subject.verdict or next((each.verdict for each in items), "")
    cites = tuple(Cited(each, ("number",)) for each in scopes)
    if not verdict:
        gap = "It is on record, and neither it nor the scope says whether it is inside."
        yield Fault(subject, gap=gap, shows=("site_kind", "verdict"), cites=cites)
    elif subject.verdict == "out" and not items and not subject.reason:
        yield Fault(subject, gap="It lies outside the scope, and no reason is given.", shows=("reason",), cites=cites)


def _names(site: Site) -> frozenset[str]:
    return frozenset(folded(each) for each in (site.ref, site.title, *site.aliases) if each)


def _reason(isms: Isms, scope: Scope, what: str) -> str:
    """The reason the scope gives for an exclusion, else that of the site of this name."""
    site = isms.resolve(what, Site)
    own = next((each.reason for each in scope.items if each.what == what and each.reason), "")
    return own or (site.reason if isinstance(site, Site) else "")


def _naming_a_scope(isms: Isms) -> tuple[SoaVersion, ...]:
    version = approved(isms)
    return (version,) if version and version.scope else ()


@rule(
    "SCP005",
    "scope-told-in-two-ways",
    clauses=("4.3", "6.1.3.d"),
    grade=MINOR,
    examines=Population("approved Statements of Applicability that name their scope", _naming_a_scope),
    mend="Approve the Statement of Applicability anew for the scope in force, or correct “Scope version”.",
)
def scope_told_in_two_ways(isms: Isms, soa: SoaVersion) -> Iterator[Fault | Unjudged]:
    """Both papers go to the certification body together, so they speak of one and the same system."""
    scope, named = scope_in_force(isms), isms.resolve(soa.scope, Scope)
    if scope is None or named is None:
        yield Unjudged(soa, "no scope in force" if scope is None else f"“{soa.scope}” is no scope version on record")
    elif named.ref != scope.ref:
        yield Fault(
            soa,
            gap=f"The Statement of Applicability was made for {named.ref}, while {scope.ref} is the scope in force.",
            shows=("number", "scope", "approved_on"),
            cites=(Cited(scope, ("number", "effective", "state")), Cited(named, ("number", "until", "state"))),
        )
