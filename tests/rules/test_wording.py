"""How findings speak of records."""

from datetime import date

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.kinds import Organization, SoaDeclared
from plumbline.engine.rules.wording import cited


def test_evidence_ends_with_one_full_stop_whatever_the_value_ends_with() -> None:
    isms = assemble([Organization(ref="ORG-1", title="Brief")], on=date(2026, 3, 31))
    row = SoaDeclared(ref="A.8.30", justification="Nobody outside writes code for us.")
    assert cited(isms, row, ("justification",)).endswith("code for us.")
    assert cited(isms, row, ("ref",)) == "A.8.30: ref A.8.30."
