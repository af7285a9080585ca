"""`plumbline worker`: what is due is done, what was given up is named and tried again."""

from __future__ import annotations

import pytest

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.jobs import selectors
from plumbline.apps.jobs.queue import enqueue
from plumbline.apps.jobs.work import Work
from tests.cli.place import typed_by
from tests.jobs.stories import handled
from tests.stories import Firm


def test_what_was_given_up_is_named_and_tried_again(firm: Firm) -> None:
    refusing = [True]

    def do(work: Work) -> dict[str, bool]:
        if refusing:
            raise RefusedError("The file is gone. Hand it in again.")
        return {"done": True}

    with handled("story", do):
        job = enqueue(firm.ada, "story", "story:1")
        assert typed_by("ada", "worker", "--once").code == 0
        listed = typed_by("ada", "worker", "--list")
        assert "story:1" in listed.out
        assert "The file is gone" in listed.out
        assert "log:verify" in listed.out
        refusing.clear()
        assert typed_by("ada", "worker", "--again", "story:1").code == 0
        assert typed_by("ada", "worker", "--once").code == 0
    view = selectors.job(firm.id, job)
    assert view is not None
    assert (view.state, view.result) == ("done", {"done": True})
    assert "The file is gone" not in typed_by("ada", "worker", "--list").out


@pytest.mark.parametrize("key", ["story:2", "no such key"])
def test_only_what_was_given_up_is_tried_again(firm: Firm, key: str) -> None:
    enqueue(firm.ada, "story", "story:2")
    refused = typed_by("ada", "worker", "--again", key)
    assert refused.code == 2
    assert "was given up" in refused.sentence
