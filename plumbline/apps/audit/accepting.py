"""What signing an audit asks first: every conflict that nothing makes up for, and why it is accepted (9.2.2 b)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plumbline.apps.accounts.errors import InvalidError
from plumbline.engine.domain import impartiality
from plumbline.engine.domain.behind import item_key
from plumbline.engine.domain.impartiality import Conflict
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import AcceptedConflict, Audit

NAMED_AT_MOST = 4


def accepted(isms: Isms, audit: Audit, said: Sequence[AcceptedConflict]) -> tuple[AcceptedConflict, ...]:
    """What was said of each conflict, with the records that bind. Raises InvalidError where one has no answer.

    said: auditor, item and reason; whose records they are is computed here and not believed.
    """
    bare = {(found[0].auditor.ref, found[0].item): found for found in impartiality.unanswered(isms, audit)}
    reasons = dict(_by_conflict(isms, said))
    wrong = [_lacking(found) for pair, found in bare.items() if not reasons.get(pair)]
    wrong += [_odd(*pair) for pair in reasons if pair not in bare]
    if wrong:
        raise InvalidError(audit.ref, wrong)
    return tuple(
        AcceptedConflict(
            auditor=auditor,
            item=item,
            records=tuple(dict.fromkeys(each.record.ref for each in found)),
            reason=reasons[auditor, item],
        )
        for (auditor, item), found in bare.items()
    )


def _by_conflict(isms: Isms, said: Sequence[AcceptedConflict]) -> Iterator[tuple[tuple[str, str], str]]:
    for each in said:
        person = isms.answers(each.auditor)
        yield (person.ref if person else each.auditor, item_key(isms, each.item)), each.reason.strip()


def _lacking(found: tuple[Conflict, ...]) -> str:
    first = found[0]
    told = [f"{each.how} {each.record.ref} {each.when}" for each in found[:NAMED_AT_MOST]]
    more = f" and {len(found) - NAMED_AT_MOST} more" if len(found) > NAMED_AT_MOST else ""
    return (
        f"{first.auditor.ref} examined {first.item} and {', '.join(told)}{more}. "
        "Record what makes up for it, or say why it is accepted."
    )


def _odd(auditor: str, item: str) -> str:
    return f"Nothing is left to accept about {auditor} and {item}: leave it out."
