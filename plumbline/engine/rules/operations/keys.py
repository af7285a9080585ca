"""Whether keys and certificates in use are still good (A.8.24)."""

from collections.abc import Iterator

from plumbline.engine.domain.boundary import resolved
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, CryptoKey
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, live, rule
from plumbline.engine.rules.wording import days_between


@rule(
    "OPS004",
    "key-or-certificate-lapsed",
    clauses=("A.8.24",),
    grade=MINOR_UP,
    examines=live(CryptoKey, "keys and certificates in use"),
    mend="Replace it and enter the new days, or mark it as replaced or revoked; name who answers for it.",
)
def key_or_certificate_lapsed(isms: Isms, key: CryptoKey) -> Iterator[Fault | Unjudged]:
    """Expired before overdue for a change before unowned: one key, one fault."""
    cites = tuple(Cited(each, ("asset_kind", "owner")) for each in resolved(isms, key.assets, Asset))
    rotation, since = interval(key.rotate_every), key.rotated_on or key.issued_on
    if key.expires and key.expires < isms.on:
        gap = f"It expired on {key.expires.isoformat()}, {days_between(key.expires, isms.on)} ago, and is in use."
        yield Fault(key, gap=gap, shows=("expires", "owner"), cites=cites)
    elif rotation and since and (due := rotation.after(since)) < isms.on:
        gap = f"It was to be changed by {due.isoformat()}, {days_between(due, isms.on)} ago."
        yield Fault(key, gap=gap, shows=("rotate_every", "rotated_on", "issued_on"), cites=cites)
    elif isms.answers(key.owner) is None:
        unknown = f"Its owner “{key.owner}” is no person and no role on record."
        yield Fault(key, gap=unknown if key.owner else "Nobody answers for it.", shows=("owner",), cites=cites)
    elif key.expires is None and not (rotation and since):
        yield Unjudged(key, "the day it expires or is to be changed")
