"""The approvals that no proposal contains: each is a person's own act, in its own place, under that person's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from plumbline.beginning.proposal import Decision, Proposed, Section
from plumbline.engine.domain.kinds import Assessment, Criteria, DocumentVersion, Record, Risk, Scope

TOP, OWNERS = "Top management", "The owners of the risks"


def decisions(sections: Sequence[Section]) -> tuple[Decision, ...]:
    """The approvals that the proposed records wait for, in the order in which they are best given."""
    held = [each for section in sections for card in section.cards for each in card.records]
    waiting = (
        _about(
            held,
            _is(Criteria),
            key="approve-criteria",
            title="Approve the risk criteria",
            who=TOP,
            says="Risks are judged by criteria that are in force on the day of the judgement. Approve these first.",
        ),
        _about(
            held,
            _is(Scope),
            key="approve-scope",
            title="Approve the scope",
            who=TOP,
            says="The statement that will stand on the certificate. Read it aloud once before you approve it.",
        ),
        _about(
            held,
            _is(DocumentVersion),
            key="approve-documents",
            title="Approve and publish the documents",
            who="The approver of each document, never its author",
            says="A document binds nobody before it is approved and published.",
        ),
        _about(
            held,
            lambda each: isinstance(each, Risk) and each.verdict == "to be treated",
            key="approve-plans",
            title="Approve the treatment of each risk",
            who=OWNERS,
            says="Each owner looks at what is planned for the risk and approves it in that form.",
        ),
        _about(
            held,
            lambda each: isinstance(each, Assessment) and each.stage == "residual" and each.level != "low",
            key="accept-residuals",
            title="Decide on what remains of each risk",
            who=OWNERS,
            says="What stays above low after treatment is accepted by its owner until a day, or treated further.",
        ),
        _about(
            held,
            _is(Risk),
            key="approve-soa",
            title="Approve the Statement of Applicability",
            who=TOP,
            says="It is computed from the risks and duties above. Approve it once these are decided.",
        ),
    )
    return tuple(each for each in waiting if each)


def _is(kind: type[Record]) -> Callable[[Record], bool]:
    return lambda each: isinstance(each, kind)


def _about(
    held: Sequence[Proposed], wanted: Callable[[Record], bool], *, key: str, title: str, who: str, says: str
) -> Decision | None:
    about = tuple(each.key for each in held if wanted(each.record))
    return Decision(key=key, title=title, who=who, says=says, about=about) if about else None
