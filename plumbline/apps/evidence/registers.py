"""The register of evidence."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds

declare(
    Register(
        kind=kinds.EvidenceItem,
        clause="9.1-doc",
        columns=("controls", "method", "observed_on", "result", "collected_by", "state"),
        filters=("controls", "result", "method", "collected_by", "observed_on", "state"),
        groups=(
            ("What it shows", ("title", "shows", "controls", "records", "result")),
            ("What it is about", ("evidence_kind", "observed_on", "covers_from", "covers_to", "examined", "faulted")),
            ("How it was obtained", ("method", "collected_on", "collected_by", "claimed_only", "location", "blob")),
            ("Looked at", ("reviewed_by", "reviewed_on", "supersedes", "state", "note")),
        ),
        teach="What an auditor could look at to see that a control works: an export, a photo, a test record. "
        "Say what it shows and of which day; a screenshot without a date proves nothing.",
    ),
)
