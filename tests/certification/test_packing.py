"""Who may make a pack, what is in it, what it says against itself, and that nobody ever sees half of one."""

from __future__ import annotations

import json
import os
import posixpath
import signal
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.certification.choosing import opened_by
from plumbline.apps.certification.packing import Wish, built, make_pack, note_pack, prepared
from plumbline.apps.certification.services import visits
from plumbline.apps.journal import checkpoints, reading
from plumbline.apps.records.reading import isms_at
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.proof.merkle import verify_consistency
from plumbline.engine.proof.notes import Checkpoint, open_note
from plumbline.reports.pack import verify
from plumbline.reports.pack.tree import tile_names
from tests.certification.packs import SECRET, files_of, furnish, key_of, now, problems
from tests.stories import Firm, found_firm

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def furnished(transactional_db: None) -> Firm:
    made = found_firm()
    furnish(made)
    return made


def test_only_an_administrator_or_an_isms_manager_makes_one_and_it_is_written_down(
    furnished: Firm, tmp_path: Path
) -> None:
    for somebody in (furnished.bob, furnished.cleo, furnished.tilda, furnished.dan):
        with pytest.raises((NotAllowedError, RefusedError)):
            make_pack(somebody, now(furnished), tmp_path / "pack.zip", Wish(), {})
    assert list(tmp_path.iterdir()) == []
    make_pack(furnished.ada, now(furnished), tmp_path / "pack.zip", Wish(), {})
    assert furnished.last_entry()[:2] == ("PER-1", "pack:make")
    last = files_of(tmp_path / "pack.zip")["entries.jsonl"].splitlines()[-1]
    assert json.loads(last)["action"] == "pack:make"


def test_everything_is_in_it_and_leads_where_it_says(furnished: Firm, tmp_path: Path) -> None:
    files = files_of(make_pack(furnished.ada, now(furnished), tmp_path / "pack.zip", Wish(), {}).place)
    for name in ("index.html", "README.txt", "checkpoint", "statement/statement.pdf", "findings/findings.json"):
        assert name in files
    page = files["registers/evidence_item.html"].decode()
    (blob,) = [name for name in files if name.startswith("blobs/")]
    assert f'href="../{blob}">Restore test.csv' in page
    assert "lost.pdf <span" in page
    for name, content in files.items():
        if name.endswith(".html"):
            assert b"<script" not in content, name
            assert b"http-equiv" in content, name
            for target in content.split(b'href="')[1:]:
                place = target.split(b'"')[0].decode().partition("#")[0]
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), place)) in files, (name, place)


def test_gaps_are_printed_and_not_hidden(furnished: Firm, tmp_path: Path) -> None:
    made = make_pack(furnished.ada, now(furnished), tmp_path / "pack.zip", Wish(), {})
    said = files_of(made.place)["gaps.txt"].decode()
    assert "evidence_item EVD-2 names a file that is not here (abababababababab…)." in said
    assert "risk R-1: what entry" in said
    assert "was erased by" in said
    assert "Requirements that no rule examines" in said
    assert "Major: " in said
    assert made.gaps == int(said.split()[0])


def test_what_was_erased_is_gone_and_every_proof_holds(furnished: Firm, tmp_path: Path) -> None:
    place = make_pack(furnished.ada, now(furnished), tmp_path / "pack.zip", Wish(), {}).place
    assert problems(place) == []
    assert not any(b"Nadia Klug" in content for content in files_of(place).values())
    assert "1 were erased, 0 redacted" in verify.told(verify.checked(place, ()))


def test_names_go_along_only_where_they_are_asked_for(furnished: Firm, tmp_path: Path) -> None:
    called = {"PER-2": "Bob Keller"}
    without = files_of(make_pack(furnished.ada, now(furnished), tmp_path / "a.zip", Wish(), called).place)
    named = files_of(make_pack(furnished.ada, now(furnished), tmp_path / "b.zip", Wish(named=True), called).place)
    assert not any(b"Keller" in content for content in without.values())
    assert json.loads(named["people.jsonl"]) == {"ref": "PER-2", "name": "Bob Keller"}
    assert b"Bob Keller" in named["registers/person.csv"]
    part = make_pack(furnished.ada, now(furnished), tmp_path / "c.zip", Wish(only=("risk",), named=True), called)
    assert not any(b"Keller" in content for content in files_of(part.place).values()), (
        "whoever is not shown is not named"
    )


def test_a_pack_of_a_past_day_holds_what_was_on_record_then(furnished: Firm, tmp_path: Path) -> None:
    then = reading.head(furnished.id)
    risks.add(furnished.ada, kinds.Risk(title="A flood nobody foresaw"))
    isms = isms_at(furnished.id, then, on=date(2026, 11, 22), as_of=date(2026, 11, 22))
    made = make_pack(furnished.ada, isms, tmp_path / "pack.zip", Wish(), {})
    files = files_of(made.place)
    assert problems(made.place) == []
    assert not any(b"nobody foresaw" in content for content in files.values())
    assert SECRET.encode() in files["disclosures.jsonl"]
    assert made.entries == reading.head(furnished.id)


def test_words_that_mean_nothing_are_refused_before_anything_is_written(furnished: Firm, tmp_path: Path) -> None:
    before = reading.head(furnished.id)
    with pytest.raises(RefusedError, match="“riks” is no register, clause or control"):
        make_pack(furnished.ada, now(furnished), tmp_path / "pack.zip", Wish(only=("riks",)), {})
    assert reading.head(furnished.id) == before


@pytest.mark.sqlite_only  # the child inherits the database, which is in memory
@pytest.mark.parametrize("moment", ["Packing the journal.", "Packing files.", "Writing the registers."])
def test_a_build_that_is_killed_leaves_no_pack(furnished: Firm, tmp_path: Path, moment: str) -> None:
    def told(_done: int, _total: int, words: str) -> None:
        if words == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    note_pack(furnished.ada)
    checkpoints.cut(furnished.id)  # here, for what the child writes to the database dies with it
    packing = prepared(furnished.ada, now(furnished), Wish(), {}, told)
    child = os.fork()
    if child == 0:
        try:
            built(packing, tmp_path / "pack.zip")
        finally:
            os._exit(0)  # whatever happens, the child never goes on with the tests
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert not list(tmp_path.glob("*.zip"))


def test_a_build_that_fails_tidies_up(furnished: Firm, tmp_path: Path) -> None:
    def told(_done: int, _total: int, words: str) -> None:
        if words == "Writing the registers.":
            raise RefusedError("The worker stops.")

    with pytest.raises(RefusedError, match="worker stops"):
        make_pack(furnished.ada, now(furnished), tmp_path / "pack.zip", Wish(), {}, told)
    assert list(tmp_path.iterdir()) == []


def test_older_checkpoints_go_along_with_proofs_that_other_tools_check(furnished: Firm, tmp_path: Path) -> None:
    first = make_pack(furnished.ada, now(furnished), tmp_path / "first.zip", Wish(), {})
    risks.add(furnished.ada, kinds.Risk(title="Flood"))
    files = files_of(make_pack(furnished.ada, now(furnished), tmp_path / "second.zip", Wish(), {}).place)
    assert f"checkpoints/{first.entries}" in files
    (old,) = [Checkpoint.parse(open_note(files[f"checkpoints/{first.entries}"].decode(), [key_of(furnished)]).text)]
    (name,) = [each for each in files if each.startswith(f"consistency/{first.entries}-")]
    head, _, note = files[name].decode().partition("\n\n")
    new = Checkpoint.parse(open_note(note, [key_of(furnished)]).text)
    said, *proof = head.split("\n")
    assert said == f"old {old.size}"
    assert verify_consistency(old.size, new.size, old.root, new.root, [verify.decoded(each) for each in proof])


def test_a_pack_by_the_name_of_one_that_is_there_is_refused(furnished: Firm, tmp_path: Path) -> None:
    from plumbline.cli.root import plumbline

    (tmp_path / "pack.zip").write_bytes(b"kept")
    told = CliRunner().invoke(plumbline, ["pack", "-o", str(tmp_path / "pack.zip")])
    assert told.exit_code == 2
    assert "A pack is kept, not written over" in told.output
    assert (tmp_path / "pack.zip").read_bytes() == b"kept"
    assert "Let it end in .zip" in CliRunner().invoke(plumbline, ["pack", "-o", str(tmp_path / "pack")]).output


def test_the_command_makes_one_and_says_which_key_to_tell(furnished: Firm, tmp_path: Path) -> None:
    from plumbline.cli.root import plumbline

    told = CliRunner().invoke(plumbline, ["pack", "-o", str(tmp_path / "pack.zip"), "--format", "json"])
    assert told.exit_code == 0, told.output
    made = json.loads(told.output)
    assert made["vkey"] == key_of(furnished).vkey()
    assert problems(tmp_path / "pack.zip", made["vkey"]) == []


@pytest.mark.parametrize(
    ("count", "last"),
    [
        (1, "tile/0/000.p/1"),
        (256, "tile/0/000"),
        (257, "tile/0/001.p/1"),
        (256 * 1_000, "tile/0/999"),
        (256 * 1_234 + 17, "tile/0/x001/234.p/17"),
    ],
)
def test_the_checker_and_the_house_agree_where_tiles_lie(count: int, last: str) -> None:
    names = list(tile_names("0", count))
    assert names[-1] == last
    assert list(verify.tiles("0", count)) == names


def test_a_visit_opens_its_subjects_and_the_pack_holds_no_others(furnished: Firm, tmp_path: Path) -> None:
    visit = visits.add(furnished.ada, kinds.Visit(title="Stage 1", visit_kind="stage 1", opens=("risk", "soa")))
    only = opened_by(now(furnished), visit.ref)
    assert {"risk", "criteria", "statement", "findings"} <= set(only)
    files = files_of(make_pack(furnished.ada, now(furnished), tmp_path / "pack.zip", Wish(only=only), {}).place)
    assert "registers/risk.html" in files
    assert "registers/evidence_item.html" not in files
    assert problems(tmp_path / "pack.zip") == []


def test_a_visit_that_names_no_subject_opens_everything_and_one_there_is_not_opens_nothing(furnished: Firm) -> None:
    visit = visits.add(furnished.ada, kinds.Visit(title="Stage 2", visit_kind="stage 2"))
    assert opened_by(now(furnished), visit.ref) == ()
    with pytest.raises(RefusedError, match="There is no visit VIS-99"):
        opened_by(now(furnished), "VIS-99")
