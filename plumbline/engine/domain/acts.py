"""What the journal tells of who did what to which record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

How = Literal["owns", "wrote", "approved", "performed", "led"]
APPROVING = frozenset({"approve", "accept", "adopt", "waive", "grant", "freeze"})


@dataclass(frozen=True, slots=True)
class Act:
    """One person changed one record: the person's reference, the action (`risk:accept`), the local day."""

    person: str
    action: str
    day: date

    @property
    def how(self) -> How:
        """Approving actions are approvals, everything else that changes a record is writing it."""
        return "approved" if APPROVING & set(self.action.rpartition(":")[2].replace("-", "_").split("_")) else "wrote"


Acts = Mapping[tuple[str, str], tuple[Act, ...]]
"""Kind and reference → what was done to the record, the earliest first."""
