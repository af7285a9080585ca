"""The home has one key: nobody else reads it, and it outlives the process that made it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from plumbline.config.secrets import secret_key


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    assert secret_key(tmp_path) == secret_key(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_without_a_home_nothing_is_written(tmp_path: Path) -> None:
    assert secret_key(tmp_path / "later") != secret_key(tmp_path / "later")
    assert not (tmp_path / "later").exists()


def test_a_key_cut_short_is_refused_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("abc")
    with pytest.raises(ImproperlyConfigured, match="cut short"):
        secret_key(tmp_path)


def test_a_key_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "secret.key").mkdir()
    with pytest.raises(ImproperlyConfigured, match="cannot be read or made"):
        secret_key(tmp_path)
