"""A pack proves itself to somebody who has nothing but Python; whatever is changed in it is found where it is."""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from plumbline.apps.certification.packing import Made, Wish, make_pack
from plumbline.apps.journal import signer
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.proof.notes import SeedSigner
from plumbline.reports.pack import verify
from tests.certification.packs import (
    SECRET,
    Files,
    files_of,
    furnish,
    key_of,
    member,
    now,
    problems,
    signed_again,
    with_history,
    zipped,
)
from tests.stories import Firm, found_firm

pytestmark = pytest.mark.django_db(transaction=True)
CHANGES = 1_000
CHECKER = Path(verify.__file__)


@pytest.fixture
def furnished(transactional_db: None) -> Firm:
    made = found_firm()
    furnish(made)
    return made


def packed(firm: Firm, place: Path, *only: str, named: bool = False) -> Made:
    return make_pack(firm.ada, now(firm), place, Wish(only=only, named=named), {"PER-2": "Bob Keller"})


def asked(*words: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """The checker run by itself, without any package and without anything that is set."""
    command = [sys.executable, "-I", "-S", *map(str, words)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_a_stranger_checks_it_with_nothing_but_python(furnished: Firm, tmp_path: Path) -> None:
    made = packed(furnished, tmp_path / "pack.zip")
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "verify.py").write_bytes(files_of(made.place)["verify.py"])
    told = asked("verify.py", made.place, "--key", made.vkey, folder=empty)
    assert (told.returncode, told.stderr) == (0, "")
    assert "Everything that was checked holds." in told.stdout
    assert "It is the key that you named" in told.stdout
    assert "risk 2 of 2" in told.stdout
    assert "evidence_item EVD-2" in told.stdout.split("NOT HERE")[1].split("\n")[0]


def test_the_unpacked_folder_checks_itself_and_finds_what_was_put_into_it(furnished: Firm, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with ZipFile(packed(furnished, tmp_path / "pack.zip").place) as archive:
        archive.extractall(folder)
    assert asked("verify.py", folder=folder).returncode == 0
    (folder / "registers" / "more.csv").write_text("A", "utf-8")
    told = asked("verify.py", folder=folder)
    assert told.returncode == 1
    assert "registers/more.csv: somebody added it" in told.stdout
    (folder / "registers" / "more.csv").unlink()
    (folder / "gaps.txt").unlink()
    (folder / "gaps.txt").symlink_to("README.txt")
    assert "gaps.txt" in asked("verify.py", folder=folder).stdout


def test_the_checker_is_short_and_asks_for_nothing_but_an_old_python() -> None:
    source = CHECKER.read_text("utf-8")
    assert len(source.splitlines()) < 400
    tree = ast.parse(source, feature_version=(3, 9))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert imported <= sys.stdlib_module_names


def changed_once(files: Files, chance: random.Random) -> tuple[Files, set[str], str]:
    """The files with one thing changed, which files that touched, and what it was."""
    after, names = dict(files), sorted(files)
    name = chance.choice(names)
    content = files[name]
    match chance.randrange(4):
        case 0:
            at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
            after[name] = content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]
            return after, {name}, f"byte {at} of {name}"
        case 1:
            del after[name]
            return after, {name}, f"{name} taken out"
        case 2:
            other = chance.choice([each for each in names if files[each] != content])
            after[name], after[other] = files[other], content
            return after, {name, other}, f"{name} and {other} exchanged"
        case _:
            to = chance.randrange(len(content))
            after[name] = content[:to]
            return after, {name}, f"{name} cut to {to} bytes"


def test_a_thousand_changes_are_each_found_where_they_are(furnished: Firm, tmp_path: Path) -> None:
    files = files_of(packed(furnished, tmp_path / "pack.zip").place)
    chance = random.Random(20261122)
    place = tmp_path / "changed.zip"
    for _ in range(CHANGES):
        after, touched, what = changed_once(files, chance)
        found = problems(zipped(after, place))
        assert found, f"nobody noticed: {what}"
        assert any(each.startswith(name) for each in found for name in touched), f"{what}: {found}"


def test_a_pack_that_is_cut_short_is_told_in_a_sentence(furnished: Firm, tmp_path: Path) -> None:
    whole = packed(furnished, tmp_path / "pack.zip").place.read_bytes()
    chance = random.Random(7)
    for _ in range(12):
        short = tmp_path / "short.zip"
        short.write_bytes(whole[: chance.randrange(len(whole))])
        told = asked(CHECKER, short, folder=tmp_path)
        assert told.returncode in (1, 2)  # 1 where the cut left another zip at the end, such as a workbook
        assert str(short) in told.stdout
        assert told.stderr == ""
    assert asked(CHECKER, "nowhere.zip", folder=tmp_path).returncode == 2


def test_a_forged_pack_brings_a_key_of_its_own_and_a_pin_finds_it(furnished: Firm, tmp_path: Path) -> None:
    genuine = packed(furnished, tmp_path / "pack.zip")
    forger = SeedSigner(key_of(furnished).name, b"f" * 32)
    files = with_history(files_of(genuine.place), forger, lambda _, header: header)
    files["keys/log.vkey"] = f"{forger.key.vkey()}\n".encode()
    forged = signed_again(files, tmp_path / "forged.zip", forger)
    unpinned = asked(CHECKER, forged, folder=tmp_path)
    assert unpinned.returncode == 0
    assert "TAKEN FROM THE PACK" in unpinned.stdout
    pinned = asked(CHECKER, forged, "--key", genuine.vkey, folder=tmp_path)
    assert pinned.returncode == 1
    assert forger.key.vkey() in pinned.stdout
    assert "no key that you named" in pinned.stdout
    assert asked(CHECKER, genuine.place, "--key", genuine.vkey, folder=tmp_path).returncode == 0


def test_a_signature_by_another_key_than_the_pack_shows_is_refused(furnished: Firm, tmp_path: Path) -> None:
    files = files_of(packed(furnished, tmp_path / "pack.zip").place)
    forger = SeedSigner(key_of(furnished).name, b"f" * 32)
    assert problems(signed_again(files, tmp_path / "forged.zip", forger))[0].startswith("manifest.note")


def test_the_signature_of_a_checkpoint_is_none_of_a_pack(furnished: Firm, tmp_path: Path) -> None:
    files = files_of(packed(furnished, tmp_path / "pack.zip").place)
    files["manifest.note"] = files["checkpoint"]
    assert problems(zipped(files, tmp_path / "changed.zip"))[0].startswith("manifest.note")


def test_a_later_pack_shows_that_nothing_before_was_rewritten(furnished: Firm, tmp_path: Path) -> None:
    old = packed(furnished, tmp_path / "old.zip").place
    risks.add(furnished.ada, kinds.Risk(title="Flood"))
    new = packed(furnished, tmp_path / "new.zip").place
    told = asked(CHECKER, old, new, folder=tmp_path)
    assert told.returncode == 0, told.stdout
    assert "the second pack only adds to the first" in told.stdout
    assert "Name the older pack first" in asked(CHECKER, new, old, folder=tmp_path).stdout


def test_a_history_that_was_rewritten_by_the_holder_of_the_key_is_found_by_the_older_pack(
    furnished: Firm, tmp_path: Path
) -> None:
    old = packed(furnished, tmp_path / "old.zip").place
    risks.add(furnished.ada, kinds.Risk(title="Flood"))
    files, own = files_of(packed(furnished, tmp_path / "new.zip").place), signer.signer(furnished.id)

    def another_actor(at: int, header: bytes) -> bytes:
        told = json.loads(header)
        told["actor"]["id"] = "00000000-0000-4000-8000-000000000000"
        return header if at != 4 else verify.canonical(told)

    rewritten = signed_again(with_history(files, own, another_actor), tmp_path / "rewritten.zip", own)
    assert problems(rewritten) == []
    told = asked(CHECKER, old, rewritten, folder=tmp_path)
    assert told.returncode == 1
    assert "entry 4: it is not the entry of the first pack" in told.stdout


def test_what_is_packed_in_part_is_proven_and_the_rest_stays_sealed(furnished: Firm, tmp_path: Path) -> None:
    place = packed(furnished, tmp_path / "pack.zip", "A.8.13").place
    files = files_of(place)
    assert problems(place) == []
    assert not any(SECRET.encode() in content or b"Theft" in content for content in files.values())
    told = asked(CHECKER, place, folder=tmp_path).stdout
    assert "risk 0 of 2" in told
    assert "evidence_item 2 of 2" in told
    assert b"Left out on purpose" in files["gaps.txt"]
    assert b"Risks: 0 of 2 records are here." in files["gaps.txt"]


def test_a_record_cannot_be_shown_in_part(furnished: Firm, tmp_path: Path) -> None:
    files = files_of(packed(furnished, tmp_path / "pack.zip").place)
    lines = files["disclosures.jsonl"].splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if b'"ref":"R-1"' in line)
    files["disclosures.jsonl"] = b"".join(lines[:at] + lines[at + 1 :])
    index = json.loads(lines[at])["idx"]
    (found,) = problems(signed_again(files, tmp_path / "part.zip", signer.signer(furnished.id)))
    assert found.startswith(f"entry {index}: what it says of risk R-1 is withheld")


@pytest.mark.parametrize(
    ("name", "change", "where"),
    [
        ("disclosures.jsonl", (b"Open vault", b"Shut vault"), "risk R-2 in disclosures.jsonl"),
        ("disclosures.jsonl", (b'"by":null', b'"by":3'), "is not what it committed to"),
        ("entries.jsonl", (b'"action":"risk:write"', b'"action":"risk:exist"'), "entries.jsonl"),
        ("checkpoint", (b"\n\n", b"\nmore\n\n"), "checkpoint"),
        ("keys/log.vkey", (b"+A", b"+B"), "keys/log.vkey"),
    ],
)
def test_even_the_holder_of_the_key_cannot_sign_what_does_not_fit(
    furnished: Firm, tmp_path: Path, name: str, change: tuple[bytes, bytes], where: str
) -> None:
    files = files_of(packed(furnished, tmp_path / "pack.zip").place)
    assert change[0] in files[name]
    files[name] = files[name].replace(*change, 1)
    found = problems(signed_again(files, tmp_path / "changed.zip", signer.signer(furnished.id)))
    assert any(where in each for each in found), found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: told.update(idx=9), "not at its place"),
        (lambda told: told.update(time="2020-01-01T00:00:00.000000Z"), "lies before that of the entry before it"),
        (lambda told: told.update(part=[1, 2]), "a run of entries that is not whole"),
        (lambda told: told.update(org="0" * 36), "of another organisation"),
        (lambda told: told["changes"][0].update(prev=1), "has a gap before it"),
    ],
)
def test_a_history_that_does_not_fit_itself_is_found_at_the_entry(
    furnished: Firm, tmp_path: Path, change: object, said: str
) -> None:
    files, own = files_of(packed(furnished, tmp_path / "pack.zip").place), signer.signer(furnished.id)
    at = next(n for n, line in enumerate(files["entries.jsonl"].splitlines()) if b'"ref":"R-1"' in line)

    def odd(idx: int, header: bytes) -> bytes:
        told = json.loads(header)
        if idx == at:
            change(told)  # type: ignore[operator]  # each is a function of the header
        return verify.canonical(told)

    found = problems(signed_again(with_history(files, own, odd), tmp_path / "odd.zip", own))
    assert any(each.startswith(f"entry {at}") and said in each for each in found) or said == (
        "a run of entries that is not whole"
    ), found
    assert any(said in each for each in found), found


def test_a_file_that_no_value_names_is_none_of_the_packs(furnished: Firm, tmp_path: Path) -> None:
    files = files_of(packed(furnished, tmp_path / "pack.zip").place)
    files[f"blobs/sha256/{'0' * 64}.csv"] = b"slipped in"
    (found,) = problems(signed_again(files, tmp_path / "more.zip", signer.signer(furnished.id)))
    assert found.startswith("blobs/sha256/0000")


def test_names_that_lead_elsewhere_or_stand_twice_are_refused(furnished: Firm, tmp_path: Path) -> None:
    files = files_of(packed(furnished, tmp_path / "pack.zip").place)
    for odd in ("../outside.txt", "/etc/passwd", "C:evil.txt", "a/./b", "registers/\u202etxt.exe"):
        found = problems(zipped({**files, odd: b"x"}, tmp_path / "odd.zip"))
        assert any(ascii(odd) in each for each in found), found
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped([*files.items(), ("README.txt", b"another")], tmp_path / "twice.zip")
    assert any(each.startswith("README.txt: the pack holds it twice") for each in problems(twice))


def test_a_zip_hides_no_bytes(furnished: Firm, tmp_path: Path) -> None:
    place = packed(furnished, tmp_path / "pack.zip").place
    whole, odd = place.read_bytes(), tmp_path / "odd.zip"
    odd.write_bytes(b"#!/bin/sh\n" + whole)
    assert problems(odd)
    odd.write_bytes(whole + b"and more")
    assert problems(odd) == ["odd.zip: the zip holds bytes that belong to no file."]
    with ZipFile(odd, "w") as archive:
        for name, content in files_of(place).items():
            linked = member(name)
            if name == "gaps.txt":
                linked.external_attr = 0o120777 << 16
            archive.writestr(linked, content)
    assert any(each.startswith("gaps.txt") for each in problems(odd))


@pytest.mark.parametrize("way", ["a folder, as file managers do", "the files, with the time of each beside its name"])
def test_a_pack_that_another_program_packed_anew_is_told_in_one_sentence(
    furnished: Firm, tmp_path: Path, way: str
) -> None:
    folder, again = tmp_path / "pack", tmp_path / "again.zip"
    with ZipFile(packed(furnished, tmp_path / "pack.zip").place) as archive:
        archive.extractall(folder)
    with ZipFile(again, "w", ZIP_DEFLATED) as archive:
        for each in sorted(folder.glob("**/*")):
            if way.startswith("a folder"):
                archive.write(each, each.relative_to(tmp_path))
            elif each.is_file():
                held = ZipInfo.from_file(each, each.relative_to(folder))
                held.extra = b"UT\x05\x00\x01" + b"\0" * 4
                archive.writestr(held, each.read_bytes())
    told = asked(CHECKER, again, folder=tmp_path)
    assert told.returncode == 1
    assert told.stdout.splitlines()[3:] == [
        "THIS PACK DOES NOT HOLD",
        "again.zip: another program packed it anew: unpack it and check that.",
    ]
    assert asked(CHECKER, folder, folder=tmp_path).returncode == 0


def test_no_line_of_the_signature_says_more_than_was_signed(furnished: Firm, tmp_path: Path) -> None:
    files = files_of(packed(furnished, tmp_path / "pack.zip").place)
    files["manifest.note"] = files["manifest.note"].replace("\n— ".encode(), "\nchecked by the body — ".encode())
    (found,) = problems(zipped(files, tmp_path / "odd.zip"))
    assert found.startswith("manifest.note")


@pytest.mark.parametrize("place", ["extra", "comment"])
def test_no_field_of_the_zip_gives_a_file_another_name_or_a_comment(
    furnished: Firm, tmp_path: Path, place: str
) -> None:
    odd, other = tmp_path / "odd.zip", b"up\x10\x00\x01" + b"\0" * 4 + b"../evil.txt"  # read by unzip as its name
    with ZipFile(odd, "w") as archive:
        for name, content in files_of(packed(furnished, tmp_path / "pack.zip").place).items():
            held = member(name)
            if name == "gaps.txt":
                setattr(held, place, other if place == "extra" else b"Nothing is missing.")
            archive.writestr(held, content)
    assert any(each.startswith("gaps.txt") for each in problems(odd))
