"""A machine that loses power in the middle of an import: no torn journal, no half of an import."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.crash.killed import ROWS

ROOT = Path(__file__).parents[2]
AT_ONCE = 2


def killed(kills: int, seed: int) -> list[dict[str, Any]]:
    """What was left after each of so many kills."""
    environment = {name: value for name, value in os.environ.items() if name != "PLUMBLINE_HOME"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.killed", str(kills), str(seed)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.sqlite_only
def test_a_killed_import_leaves_all_or_nothing(kills: int, capsys: pytest.CaptureFixture[str]) -> None:
    share = -(-kills // AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        rounds = [each for found in threads.map(lambda seed: killed(share, seed), range(AT_ONCE)) for each in found]
    inside = sum(each["inside"] for each in rounds)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(rounds)} kills, {inside} of them inside the transaction\n")
    assert len(rounds) >= kills
    assert inside >= 0.6 * kills, "too few kills fell inside the transaction to show anything"
    for each in rounds:
        assert each["integrity"] == "ok"
        assert each["sound"], each
        assert each["assets"] in (0, ROWS), f"half an import: {each}"
        assert not each["finished"] or each["assets"] == ROWS, f"an import that had returned is gone: {each}"
