"""What the issues mean for the system, and whether climate change is one of them."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import ClimateDecision, Issue, Organization
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR, MINOR_UP, WHOLE_SYSTEM, live, rule
from plumbline.engine.rules.wording import listed

VERDICT = (("relevant", "verdict"), ("reason", "reason"), ("decided_by", "person who decided"), ("decided_on", "date"))
"""What makes a determination one, and what each part is called."""


@rule(
    "CTX001",
    "issue-without-effect",
    clauses=("4.1",),
    grade=MINOR_UP,
    examines=live(Issue, "live issues"),
    mend="Say in “Effect on the ISMS” what the issue changes for the confidentiality, integrity or availability of "
    "what you protect.",
)
def issue_without_effect(isms: Isms, issue: Issue) -> Iterator[Fault]:
    """An issue is one only by what it does to the system."""
    if not issue.effect:
        yield Fault(
            issue,
            gap="The issue is named, but nothing says what it does to the results the system is meant to achieve.",
            shows=("side", "effect"),
        )


@rule(
    "CTX002",
    "climate-relevance-undecided",
    clauses=("4.1-amd1",),
    grade=MINOR,
    examines=WHOLE_SYSTEM,
    mend="Record the determination with verdict, reason, person and date, and link in “Leads to” what follows from it.",
)
def climate_relevance_undecided(isms: Isms, organization: Organization) -> Iterator[Fault]:
    """A “no” with a reason is as good as a “yes” with consequences; silence is neither."""
    decision = max(isms.live(ClimateDecision), key=lambda each: (each.decided_on or date.min, each.ref), default=None)
    if decision is None:
        yield Fault(organization, gap="No determination on the relevance of climate change is on record.")
        return
    missing = [called for name, called in VERDICT if not getattr(decision, name)]
    shown = (Cited(decision, tuple(name for name, _ in VERDICT)),)
    if missing:
        yield Fault(organization, gap=f"The determination {decision.ref} lacks its {listed(missing)}.", cites=shown)
    elif decision.relevant == "yes" and not decision.leads_to:
        yield Fault(
            organization,
            gap=f"The determination {decision.ref} calls climate change relevant and leads to no issue, risk or "
            "requirement.",
            cites=(Cited(decision, ("relevant", "leads_to")),),
        )
