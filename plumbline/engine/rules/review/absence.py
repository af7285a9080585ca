"""Whether management ever reviewed the system."""

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.reviews import latest_review
from plumbline.engine.rules.rule import MAJOR, absence

SHOWN_BY = ("9.3.3", "9.3.3-doc")


@absence(
    "REV000",
    "review-not-held",
    clauses=("9.3.1", "9.3.3-doc"),
    grade=MAJOR,
    of="management reviews with results on record",
    mend="Hold the review and record it under “Management reviews”, or keep minutes that serve 9.3.3 as a document.",
)
def review_not_held(isms: Isms) -> str:
    """Without an own rule how often, any review on record counts; minutes kept as a document count as well."""
    last = latest_review(isms)
    if last is None and not shown_elsewhere(isms, *SHOWN_BY):
        return "No result of a management review is on record."
    stated = promise(isms, "review_interval")
    if stated is None or stated.interval is None:
        return ""
    since = stated.interval.before(isms.on)
    if (last and last.held_on and last.held_on >= since) or shown_elsewhere(isms, *SHOWN_BY, since=since):
        return ""
    which = f", {last.ref} of {last.held_on}," if last else ""
    return (
        f"The last management review on record{which} lies before {since.isoformat()}, "
        f"though review_interval says {stated.setting} ({stated.stated})."
    )
