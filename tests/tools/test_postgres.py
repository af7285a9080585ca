"""The tests bring their own PostgreSQL, and say plainly when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import postgres


def server(folder: Path, version: str) -> Path:
    """A folder that looks like the binaries of PostgreSQL in this version."""
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on PATH whose distribution puts PostgreSQL under tmp_path."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(postgres, "PLACES", (f"{tmp_path}/*/bin",))
    return tmp_path


def test_the_newest_of_several_versions_is_taken(machine: Path) -> None:
    server(machine / "9" / "bin", "9.6.24")
    newest = server(machine / "17" / "bin", "17.2 (Debian 17.2-1)")
    server(machine / "15" / "bin", "15.8")
    assert postgres.find() == postgres.Binaries(newest, 17)


def test_a_machine_without_postgresql_is_told_what_to_install(machine: Path) -> None:
    (machine / "15" / "bin").mkdir(parents=True)
    with pytest.raises(postgres.NoPostgresError, match="apt-get install postgresql"):
        postgres.find()


def test_a_server_that_is_too_old_is_not_used(machine: Path) -> None:
    server(machine / "13" / "bin", "13.14")
    with pytest.raises(postgres.NoPostgresError, match="PostgreSQL 13 was found, and Plumbline needs 15"):
        postgres.find()
