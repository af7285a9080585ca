"""Whether weaknesses are still looked for."""

from datetime import date

from plumbline.engine.domain.documentation import evidence_on
from plumbline.engine.domain.due import silence_start
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Vulnerability
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.emptiness import newest_day
from plumbline.engine.rules.rule import MINOR, absence
from plumbline.engine.rules.wording import days_between


@absence(
    "VUL000",
    "vulnerabilities-unlooked-for",
    clauses=("A.8.8",),
    grade=MINOR,
    of="scans, advisory checks and vulnerabilities",
    mend="Look for weaknesses and record what you find under “Vulnerabilities”, or a clean scan as evidence on A.8.8.",
)
def vulnerabilities_unlooked_for(isms: Isms) -> str:
    """The newest entry tells when somebody last looked; a scan without findings is evidence on A.8.8."""
    since, rule = _expected_since(isms)
    newest = _last_look(isms)
    if newest is None:
        return "No vulnerability, scan or advisory check is on record."
    if newest >= since:
        return ""
    return (
        f"The newest entry is of {newest.isoformat()}, {days_between(newest, isms.on)} ago; "
        f"nothing was looked for since {since.isoformat()}, {rule}."
    )


def _expected_since(isms: Isms) -> tuple[date, str]:
    stated = promise(isms, "scan_interval")
    if stated and stated.interval:
        return stated.interval.before(isms.on), f"though scan_interval says {stated.setting} ({stated.stated})"
    return silence_start(isms, "vulnerability"), "and no own rule says how often you look"


def _last_look(isms: Isms) -> date | None:
    scans = [each for each in evidence_on(isms, "A.8.8") if each.live]
    looks = (
        newest_day(isms, isms.all(Vulnerability), "discovered"),
        newest_day(isms, scans, "observed_on", "covers_to"),
    )
    return max((each for each in looks if each), default=None)
