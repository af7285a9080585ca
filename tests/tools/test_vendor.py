"""What others wrote for the browser is exactly what was fetched, with its licence, and small enough."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tools import vendor
from tools.vendor import MANIFEST, PACKAGES, VENDOR

FIRST_LOAD = 300_000
LAZY = {"echarts.min.js", "inter-latin-ext.woff2"}
LOADED = {".js", ".css", ".woff2", ".svg"}


def rows() -> list[dict[str, object]]:
    return list(json.loads(MANIFEST.read_text("utf-8")))


def test_every_file_is_the_one_that_was_fetched() -> None:
    assert list(vendor.faults()) == []


def test_the_manifest_states_the_versions_that_the_script_fetches() -> None:
    assert [(each["name"], each["version"], each["licence"]) for each in rows()] == [
        (each.name, each.version, each.licence) for each in PACKAGES
    ]


def test_a_changed_file_and_a_stranger_are_both_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in VENDOR.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "htmx.min.js").write_text("alert(1)")
    (tmp_path / "stranger.js").write_text("alert(1)")
    (tmp_path / "inter-latin.woff2").unlink()
    monkeypatch.setattr(vendor, "VENDOR", tmp_path)
    monkeypatch.setattr(vendor, "MANIFEST", tmp_path / MANIFEST.name)
    assert [each for each in vendor.faults() if not each.startswith("The icon")] == [
        "inter-latin.woff2 is missing.",
        "stranger.js is not in the manifest.",
        "htmx.min.js is not the file that was fetched: its SHA-256 differs.",
    ]


def test_each_package_keeps_its_licence() -> None:
    licences = {path.name.split(".")[0] for path in VENDOR.glob("*.LICENSE.txt")}
    assert licences == {"echarts", "htmx", "inter", "tabler"}


def test_nothing_points_at_a_source_map_that_is_not_here() -> None:
    told = [path.name for path in VENDOR.iterdir() if b"sourceMappingURL" in path.read_bytes()]
    assert told == []


def test_what_travels_packed_is_the_file_itself() -> None:
    packed = sorted(VENDOR.glob("*.gz"))
    assert {path.name for path in packed} >= {
        "tabler.min.css.gz",
        "htmx.min.js.gz",
        "icons.svg.gz",
        "echarts.min.js.gz",
    }
    assert all(gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes() for path in packed)


def test_the_first_page_needs_less_than_300_kilobytes_as_it_travels() -> None:
    ours = [*VENDOR.iterdir(), *VENDOR.parent.iterdir()]
    files = [path for path in ours if path.suffix in LOADED and path.name not in LAZY]
    packed = {path: path.with_name(f"{path.name}.gz") for path in files}
    assert sum((small if small.exists() else path).stat().st_size for path, small in packed.items()) < FIRST_LOAD
