"""What follows from issues and opportunities: risks and chances of the system itself (6.1.1)."""

from collections.abc import Iterator, Mapping

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Improvement, Issue, Objective, Record
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule, where
from plumbline.engine.rules.wording import days_between

OF_THE_SYSTEM = ("opportunity", "system risk")


@rule(
    "PLN001",
    "issue-leads-nowhere",
    clauses=("6.1.1", "6.1.1.a", "6.1.1.b"),
    grade=MINOR_UP,
    examines=where(Issue, "live issues with an effect", lambda isms, each: bool(each.effect)),
    mend="Link in “Leads to” the risk, opportunity, objective or change that answers it, or fill in “Why nothing "
    "follows”.",
)
def issue_leads_nowhere(isms: Isms, issue: Issue) -> Iterator[Fault]:
    """The link may be drawn from either end: an action taken for the issue counts as well."""
    if issue.leads_to or issue.no_follow_reason or isms.of_parent(Action, "answers", issue):
        return
    yield Fault(
        issue,
        gap="The issue has an effect on the system, and neither a consequence nor a reason for none is recorded.",
        shows=("effect", "leads_to", "no_follow_reason"),
    )


def _worth_acting_on(isms: Isms, each: Improvement) -> bool:
    return each.improvement_kind in OF_THE_SYSTEM and each.decision == "act on it"


@rule(
    "PLN002",
    "opportunity-without-action",
    clauses=("6.1.1.d", "6.1.1.c"),
    grade=MINOR,
    examines=where(Improvement, "opportunities and system risks decided as worth acting on", _worth_acting_on),
    mend="Plan the action and link it in “Actions”, or change “Decision” with a reason.",
)
def opportunity_without_action(isms: Isms, opportunity: Improvement) -> Iterator[Fault]:
    """A decision to act is kept by an action, whichever of the two names the other."""
    if opportunity.actions or isms.of_parent(Action, "answers", opportunity):
        return
    since = f" on {opportunity.decided_on.isoformat()}" if opportunity.decided_on else ""
    yield Fault(
        opportunity,
        gap=f"It was decided{since} to act on this {opportunity.improvement_kind}, and no action is planned.",
        shows=("decision", "decided_on", "actions"),
    )


def _served(isms: Isms) -> Mapping[str, Record]:
    """What each action on an issue, opportunity or system risk serves, by the action's reference."""

    def collect() -> Mapping[str, Record]:
        found: dict[str, Record] = {}
        for each in isms.all(Improvement):
            if each.improvement_kind in OF_THE_SYSTEM:
                named = (isms.resolve(words, Action) for words in each.actions)
                found |= {action.ref: each for action in named if action}
                found |= {action.ref: each for action in isms.of_parent(Action, "answers", each)}
        for issue in isms.all(Issue):
            found |= {action.ref: issue for action in isms.of_parent(Action, "answers", issue)}
        return found

    return isms.memo("actions on issues and opportunities", collect)


def _examined(isms: Isms) -> tuple[Action, ...]:
    """Live ones, and those done in the audit cycle; a dropped action owes nothing any more."""
    actions = (isms.at(Action, reference) for reference in _served(isms))
    return tuple(each for each in actions if each and (each.live or (each.state == "done" and _recent(isms, each))))


def _recent(isms: Isms, action: Action) -> bool:
    return in_cycle(isms, action.done_on)


@rule(
    "PLN003",
    "action-left-hanging",
    clauses=("6.1.1.e.1", "6.1.1.e.2"),
    grade=MINOR,
    examines=Population("actions on issues, opportunities and system risks", _examined),
    mend="Give the action an owner or the process it becomes part of; once done, judge its effect and record the day.",
)
def action_left_hanging(isms: Isms, action: Action) -> Iterator[Fault | Unjudged]:
    """To integrate an action is to hand it to somebody or something that goes on; to finish it, to see what it did."""
    serves = (Cited(_served(isms)[action.ref]),)
    if action.live:
        if not (action.owner or action.part_of or any(isms.resolve(each, Objective) for each in action.answers)):
            yield Fault(
                action,
                gap="The action is live and bound to no owner, process, activity or objective.",
                shows=("owner", "part_of", "state"),
                cites=serves,
            )
    elif action.effect_judged_on is None and not action.effect:
        yield from _effect_unjudged(isms, action, serves)


def _effect_unjudged(isms: Isms, action: Action, serves: tuple[Cited, ...]) -> Iterator[Fault | Unjudged]:
    stated = promise(isms, "effect_check")
    if stated is None or stated.interval is None:
        yield Unjudged(action, "no promise `effect_check`")
    elif action.done_on is None:
        yield Unjudged(action, "no day on which it was done")
    elif (due := stated.interval.after(action.done_on)) < isms.on:
        yield Fault(
            action,
            gap=f"The action was done on {action.done_on.isoformat()}; its effect was to be judged by "
            f"{due.isoformat()}, {days_between(due, isms.on)} ago.",
            shows=("done_on", "effect_judged_on"),
            cites=serves,
            stated=stated,
            clause="6.1.1.e.2",
        )
