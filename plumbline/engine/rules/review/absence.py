"""Whether management ever reviewed the system."""

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.rule import MAJOR, absence

SHOWN_BY = ("9.3.3", "9.3.3-doc")


@absence(
    "REV000",
    "review-not-held",
    clauses=("9.3.1", "9.3.3-doc"),
    grade=MAJOR,
    of="management reviews with results on record",
    mend="Hold the review and keep its minutes as a document that serves 9.3.3, or as evidence.",
)
def review_not_held(isms: Isms) -> str:
    """Without an own rule how often, any review on record counts."""
    if not shown_elsewhere(isms, *SHOWN_BY):
        return "No result of a management review is on record."
    stated = promise(isms, "review_interval")
    if stated is None or stated.interval is None:
        return ""
    since = stated.interval.before(isms.on)
    if shown_elsewhere(isms, *SHOWN_BY, since=since):
        return ""
    return (
        f"The last management review on record lies before {since.isoformat()}, "
        f"though review_interval says {stated.setting} ({stated.stated})."
    )
