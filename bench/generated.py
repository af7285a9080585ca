"""A large imaginary organisation as register files: the same bytes for the same sizes, no chance involved."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from plumbline.engine.standard.catalogue import standard

LEVELS = ("low", "medium", "high", "critical")


@dataclass(frozen=True)
class Sizes:
    """How many records of each kind."""

    risks: int = 10_000
    assets: int = 10_000
    evidence: int = 50_000
    documents: int = 2_000

    def scaled(self, factor: float) -> "Sizes":
        """The same proportions, smaller."""
        return Sizes(*(max(1, round(n * factor)) for n in (self.risks, self.assets, self.evidence, self.documents)))


def write(folder: Path, sizes: Sizes, day: date) -> tuple[Path, ...]:
    """Write the registers into a folder; returns the files."""
    controls = list(standard().controls)
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]] = {
        "asset-register.csv": (ASSETS, _assets(sizes.assets, day)),
        "risk-register.csv": (RISKS, _risks(sizes, day, controls)),
        "document-control-register.csv": (DOCUMENTS, _documents(sizes.documents, day)),
        "evidence-register.csv": (EVIDENCE, _evidence(sizes.evidence, day, controls)),
        "statement-of-applicability.csv": (SOA, _soa(controls)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, (headings, rows) in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headings)
            writer.writerows(rows)
    return tuple(folder / name for name in tables)


ASSETS = ("ID", "Asset Name", "Type", "Owner", "Location", "Classification", "Criticality", "Environment", "Status")


def _assets(number: int, day: date) -> Iterator[Sequence[object]]:
    kinds = ("Information", "Application", "Hardware", "Service")
    for n in range(1, number + 1):
        kind, level = kinds[n % 4], LEVELS[n % 4].capitalize()
        yield (
            f"AST-{n}",
            f"{kind} {n}",
            kind,
            f"Head of Unit {n % 40}",
            f"Room {n % 90}",
            "Internal",
            level,
            "Production",
            "Active",
        )


RISKS = (
    "ID", "Risk Title", "Description", "Asset / Process", "Threat", "Vulnerability", "Owner", "Likelihood (1-5)",
    "Impact Financial", "Impact Operational", "Max Impact", "Inherent Score", "Existing Controls",
    "Residual Likelihood", "Residual Max Impact", "Residual Score", "Treatment Decision", "Status",
)  # fmt: skip


def _risks(sizes: Sizes, day: date, controls: Sequence[str]) -> Iterator[Sequence[object]]:
    for n in range(1, sizes.risks + 1):
        likelihood, money, work = 1 + n % 5, 1 + n % 4, 1 + n % 3
        most = max(money, work)
        yield (
            f"R-{n}", f"Scenario {n}", f"What may happen in case {n}, and to whom.", f"AST-{1 + n % sizes.assets}",
            f"Threat {n % 50}", f"Weakness {n % 70}", f"Head of Unit {n % 40}", likelihood, money, work, most,
            likelihood * most, f"{controls[n % 93]}, {controls[(n * 7) % 93]}", 1, most, most, "Mitigate", "Open",
        )  # fmt: skip


DOCUMENTS = (
    "Doc ID",
    "Title",
    "Type",
    "Owner",
    "Approver",
    "Version",
    "Effective Date",
    "Last Review",
    "Next Review",
    "Classification",
    "Distribution",
    "Status",
)


def _documents(number: int, day: date) -> Iterator[Sequence[object]]:
    for n in range(1, number + 1):
        kind = ("Policy", "Procedure", "Record")[n % 3]
        start = day - timedelta(days=n % 300)
        yield (
            f"DOC-{n}", f"{kind} {n}", kind, f"Head of Unit {n % 40}", "Managing Director", "1.0", start.isoformat(),
            start.isoformat(), (start + timedelta(days=365)).isoformat(), "Internal", "All employees", "Published",
        )  # fmt: skip


EVIDENCE = (
    "ID",
    "Title",
    "What it shows",
    "Controls",
    "Method",
    "Kind",
    "Observed on",
    "Collected on",
    "Collected by",
    "Result",
)


def _evidence(number: int, day: date, controls: Sequence[str]) -> Iterator[Sequence[object]]:
    for n in range(1, number + 1):
        seen = (day - timedelta(days=n % 360)).isoformat()
        yield (
            f"EVD-{n}", f"Export {n}", f"State of system {n % 500}", controls[n % 93], "export", "point", seen, seen,
            f"Head of Unit {n % 40}", "holds",
        )  # fmt: skip


SOA = ("Control ID", "Control Name", "Applicable", "Justification", "Implementation Status", "Reference")


def _soa(controls: Sequence[str]) -> Iterator[Sequence[object]]:
    for n, key in enumerate(controls):
        yield key, standard().control(key).title, "Yes", f"Asked for by R-{n + 1}", "Implemented", f"DOC-{n + 1}"
