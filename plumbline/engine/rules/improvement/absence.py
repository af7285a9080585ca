"""Whether the procedure for nonconformities was ever seen at work."""

from plumbline.engine.domain.due import younger_than_silence
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Nonconformity
from plumbline.engine.rules.emptiness import newest_day, silent
from plumbline.engine.rules.rule import MINOR, absence


@absence(
    "NCA000",
    "no-nonconformity-recorded",
    clauses=("10.2.f",),
    grade=MINOR,
    of="nonconformities",
    mend="Record the next thing that did not go as required under “Nonconformities”, and follow it to its end.",
)
def no_nonconformity_recorded(isms: Isms) -> str | None:
    """A year without a single one means that nobody writes them down."""
    gap = silent(isms, "nonconformity", "nonconformity", newest_day(isms, isms.all(Nonconformity), "raised_on"))
    return None if gap and younger_than_silence(isms, "nonconformity") else gap
