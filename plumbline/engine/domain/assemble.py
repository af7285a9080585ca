"""Records of every kind become one `Isms` value, wherever they came from: the journal, a file or a test."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from plumbline.engine.domain.isms import Isms, Life
from plumbline.engine.domain.kinds import Organization, Record

PIECES = re.compile(r"\d{1,1000}|\D+")
"""Python reads no number of thousands of digits; one that is longer sorts piece by piece."""
LONGEST = 1000


def natural(reference: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts references as people count: R-2 before R-10, A.5.9 before A.5.10."""
    prefix, _, number = reference.rpartition("-")
    if (
        prefix.isalpha() and number.isdecimal() and len(number) <= LONGEST
    ):  # nearly all of them; a system may have a hundred thousand
        return (1, 0, f"{prefix}-"), (0, int(number), "")
    return tuple((0, int(each), "") if each.isdecimal() else (1, 0, each) for each in PIECES.findall(reference))


def assemble(
    records: Iterable[Record],
    *,
    on: date,
    as_of: date | None = None,
    head: int = 0,
    lives: Mapping[tuple[str, str], Life] | None = None,
    missing_blobs: Iterable[str] = (),
) -> Isms:
    """The management system these records make, judged on a day; each kind in the order of its references.

    `lives` tells by (kind, reference) when the journal first and last wrote a record. Without a record of the
    organisation it is a nameless one. Raises ValueError where there are two.
    """
    filed: dict[str, list[Record]] = defaultdict(list)
    for each in records:
        filed[each.KIND].append(each)
    organizations = [each for each in filed[Organization.KIND] if isinstance(each, Organization)]
    if len(organizations) > 1:
        raise ValueError(f"There are {len(organizations)} organisations among the records. Keep one.")
    return Isms(
        organization=organizations[0] if organizations else Organization(),
        on=on,
        records={kind: tuple(sorted(held, key=lambda each: natural(each.ref))) for kind, held in filed.items() if held},
        as_of=as_of,
        head=head,
        lives=lives or {},
        missing_blobs=frozenset(missing_blobs),
    )
