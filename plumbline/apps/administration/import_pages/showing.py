"""How an import stands: what its jobs say, and the outcome that was kept, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator

from plumbline.apps.administration.import_pages.staging import Batch
from plumbline.apps.administration.import_pages.working import CHANGED, LEFT, NEW, PROBLEMS, SUMMARY
from plumbline.apps.jobs.selectors import JobView, job_by_key
from plumbline.apps.ui.visit import Visit

PER_PAGE = 50
TABS = {
    "files": "Files",
    "changed": "Changed",
    "left": "Left as they are",
    "new": "New",
    "problems": "Noticed",
    "people": "People",
}
KEPT_IN = {"changed": CHANGED, "left": LEFT, "new": NEW, "problems": PROBLEMS}


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of the outcome."""

    label: str
    url: str
    active: bool
    count: int


@dataclass(frozen=True, slots=True)
class Lines(Sequence[Any]):
    """The lines of a kept file, of which only those of one page are read."""

    batch: Batch
    name: str
    length: int

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, wanted: Any) -> Any:
        start, stop, _ = wanted.indices(self.length)
        with (self.batch.planned / self.name).open(encoding="utf-8") as file:
            return [json.loads(line) for line in islice(file, start, stop)]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an import stands: the job that plans it, the one that applies it, and the outcome of the plan."""

    batch: Batch
    planning: JobView | None
    applying: JobView | None
    summary: Mapping[str, Any] | None

    @property
    def under_way(self) -> JobView | None:
        """The job that is at work now."""
        return next((each for each in (self.applying, self.planning) if each is not None and each.open), None)

    @property
    def failed(self) -> JobView | None:
        """The job that was given up."""
        return next(
            (each for each in (self.applying, self.planning) if each is not None and each.state == "dead"), None
        )

    @property
    def done(self) -> Mapping[str, Any] | None:
        """What came of applying it."""
        return self.applying.result if self.applying is not None and self.applying.state == "done" else None

    @property
    def nothing_read(self) -> bool:
        """Whether every file was refused."""
        files = (self.summary or {}).get("files", ())
        return bool(files) and all(each["error"] for each in files)

    @property
    def word(self) -> str:
        """Where it stands, in a word."""
        if self.under_way:
            return "under way"
        if self.failed:
            return "stopped"
        return "applied" if self.done is not None else "waits for you"


def standing(visit: Visit, batch: Batch) -> Standing:
    """Where an import stands now."""
    planning = job_by_key(visit.organization_id, batch.plan_key)
    summary = _summary(batch)
    applying = job_by_key(visit.organization_id, batch.apply_key(summary["digest"])) if summary else None
    return Standing(batch, planning, applying, summary)


def _summary(batch: Batch) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = json.loads((batch.planned / SUMMARY).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found


def tabs(summary: Mapping[str, Any], show: str) -> tuple[Tab, ...]:
    """The views of an outcome that hold something, the files always."""
    counts = {
        "files": len(summary["files"]),
        "changed": summary["changed"],
        "left": summary.get("left", 0),
        "new": summary["new"],
        "problems": summary["problems"],
        "people": len(summary["people"]),
    }
    return tuple(
        Tab(label, f"?show={name}", name == show, counts[name])
        for name, label in TABS.items()
        if counts[name] or name in ("files", show)
    )


def lines(standing: Standing, show: str, number: str) -> Page[Any] | None:
    """A page of the differences or of what was noticed."""
    if standing.summary is None or show not in KEPT_IN:
        return None
    return Paginator(Lines(standing.batch, KEPT_IN[show], standing.summary.get(show, 0)), PER_PAGE).get_page(number)
