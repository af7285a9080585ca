#!/usr/bin/env python3
"""Checks an auditor's pack of Plumbline with nothing but Python's standard library (3.9 or newer).

    python verify.py                       the unpacked folder that this file lies in
    python verify.py pack.zip              a pack as it was handed over, or any folder
    python verify.py old.zip new.zip       both, and that nothing before the old one was rewritten since
    python verify.py --key VKEY pack.zip   believes only this key, which the organisation told you in another way

Exit code 0: everything that was checked holds. 1: something does not. 2: there is nothing that could be checked.
No hash is believed because it is written down: each is computed anew from the bytes it stands for.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
LINE = re.compile(r"([0-9a-f]{64})  (\S+)\n")
STATEMENT = r"plumbline pack v1\n(\S+)\nentries (\d+)\nroot (\S+)\nrecords (\d+)\nmade (\S+)\nmanifest (\S+)\n"
NAMED = re.compile(r'sha256":"([0-9a-f]{64})"')  # within a text quotes are escaped, so this meets keys of JSON only
TAKEN = "The key was TAKEN FROM THE PACK, as that of a forged one would be. Ask the owner for it, then use --key:"
UNREADABLE = (EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile, zlib.error)

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def added(a: Point, b: Point) -> Point:
    """The sum of two points of Ed25519 (RFC 8032, section 5.1) in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    return (f - e) * (h - g) % P, (h + g) * (f + e) % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P


def times(factor: int, point: Point) -> Point:
    """A multiple of a point."""
    if not factor:
        return 0, 1, 1, 0
    half = times(factor >> 1, added(point, point))
    return added(half, point) if factor & 1 else half


def point_of(raw: bytes) -> Point:
    """The point that 32 bytes stand for; raises ValueError where they stand for none."""
    sign, y = raw[31] >> 7, int.from_bytes(raw, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("a key or a signature that is none")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def confirms(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key made the signature of the message."""
    factor = int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or factor >= ORDER:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left = times(factor, point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")))
    right = added(point_of(signature[:32]), times(hashed, point_of(public)))
    return all((left[axis] * right[2] - right[axis] * left[2]) % P == 0 for axis in (0, 1))


def vkey(name: str, public: bytes) -> str:
    """The text form of a public key, as people hand it over: name, id and base64."""
    identity = hashlib.sha256(name.encode() + b"\n\x01" + public).hexdigest()[:8]
    return f"{name}+{identity}+{base64.b64encode(bytes([1]) + public).decode()}"


def decoded(text: str) -> bytes:
    """The bytes of base64; raises ValueError for a second spelling of the same bytes."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError("base64 that is not written the one right way")
    return raw


def key_of(text: str) -> str:
    """A key as it stands in a file or on the command line; raises ValueError unless its parts fit each other."""
    if vkey(text.partition("+")[0], decoded(text.strip()[-44:])[1:]) != text.strip():
        raise ValueError("this is no key, or it does not fit its own id")
    return text.strip()


def signed_text(note: bytes, keys: Sequence[str]) -> str:
    """What a signed note says; raises ValueError unless one of the keys signed it and none of their lines is false."""
    text, _, lines = note.decode().rpartition("\n\n")
    found = [
        confirms(decoded(key[-44:])[1:], text.encode() + b"\n", decoded(blob)[4:])
        for name, blob in re.findall(r"— (\S+) (\S+)\n", lines)
        for key in keys
        if key.startswith(f"{name}+{decoded(blob)[:4].hex()}+")
    ]
    if not found or not all(found) or not re.fullmatch(r"(?:— \S+ \S+\n)+", lines):
        raise ValueError("no key in keys/ signed it, or not these words")
    return text + "\n"


class Pack:
    """The files of a zip or a folder, what is learned from them, and everything that is found wrong with them."""

    key, origin, made, where = "", "", "", "the pack"
    size, root, known = 0, b"", 0  # entries of the journal; the root over them; up to which entry values are shown
    time, part, forks = "", [1, 1], 0  # of the entry before; entries under which the journal took another name

    def __init__(self, place: Path, pins: Sequence[str] = ()) -> None:
        self.place, self.pins, self.zip = place, pins, None if place.is_dir() else zipfile.ZipFile(place)
        found = [each for each in place.rglob("*") if each.is_symlink() or not each.is_dir()]
        self.names = self.zip.namelist() if self.zip else sorted(each.relative_to(place).as_posix() for each in found)
        self.problems: list[str] = []
        self.signed: dict[str, str] = {}  # by file: its hash in the manifest
        self.levels: list[list[bytes]] = [[]]  # of the tree, the leaves first
        self.written: dict[tuple[str, str], dict[int, tuple[str, str]]] = {}  # by record and entry: deed, commitment
        self.undone: dict[tuple[str, str, int], tuple[int, str, str]] = {}  # by erased version: entry, deed, commitment
        self.lives: dict[tuple[str, str], dict[int, str]] = {}  # by record and entry: said, ended, redacted, erased
        self.files: dict[str, str] = {}  # by digest: a record that names the file

    def wrong(self, where: str, what: str) -> None:
        self.problems.append(f"{where}: {what}.")

    def open(self, name: str) -> IO[bytes]:
        self.where = name
        return self.zip.open(name) if self.zip else (self.place / name).open("rb")

    def read(self, name: str) -> bytes:
        with self.open(name) as file:
            return file.read()

    def same(self, name: str, content: bytes) -> bytes:
        if self.read(name) != content:
            self.wrong(name, "it does not say what entries.jsonl says")
        return b""

    def under(self, folder: str) -> list[str]:
        return sorted(each for each in self.signed if each.startswith(folder))

    def root_over(self, start: int, end: int) -> bytes:
        """The root over the entries from `start` up to `end` (RFC 6962, 2.1)."""
        half = 1 << (end - start - 1).bit_length()
        if half == end - start:
            return self.levels[half.bit_length() - 1][start // half]
        left, right = self.root_over(start, start + half // 2), self.root_over(start + half // 2, end)
        return hashlib.sha256(b"\1" + left + right).digest()


def check_container(pack: Pack) -> None:
    """Names lead nowhere else, and each is there once."""
    often = Counter(name.lower() for name in pack.names)
    for name in pack.names:
        if not PATH.fullmatch(name) or (not pack.zip and (pack.place / name).is_symlink()):
            pack.wrong(ascii(name), "a file of this name, or a link, has no place in a pack")
        if often[name.lower()] > 1:
            pack.wrong(name, "the pack holds it twice")


def check_zip(pack: Pack) -> None:
    """The members of a zip lie side by side, with nothing in between, and its table says of each what it says."""
    end, odd = 0, []
    if not pack.zip:
        return
    with pack.place.open("rb") as raw:
        for each in sorted(pack.zip.infolist(), key=lambda each: each.header_offset):
            raw.seek(each.header_offset)
            here = struct.unpack("<4s5H3L2H", raw.read(30).ljust(30, b"\0"))
            table = (each.flag_bits, each.compress_type, each.CRC, each.compress_size, each.file_size, 0)
            fit = each.external_attr >> 28 == 8 and len(each.extra + each.comment) == 12 * (each.header_offset >= 2**31)
            if not fit or each.header_offset != end or (*here[2:4], *here[6:9], here[10]) != table:
                odd.append(each.filename)
            end = each.header_offset + 30 + here[9] + each.compress_size
        raw.seek(-22, 2)
        if (end, *struct.unpack("<4s12xLH", raw.read(22))) != (pack.zip.start_dir, b"PK\5\6", min(end, 2**32 - 1), 0):
            pack.wrong(pack.place.name, "the zip holds bytes that belong to no file")
    what = "the zip holds hidden bytes before it, two accounts of it, or no plain file"
    if len(odd) == len(pack.names) or any(each.endswith("/") for each in odd):
        pack.problems, odd, what = [], [pack.place.name], "another program packed it anew: unpack it and check that"
    pack.problems += [f"{name}: {what}." for name in odd]


def check_manifest(pack: Pack) -> None:
    """Every file of the pack is in the manifest with its hash, and every file of the manifest is there."""
    content = pack.read("manifest").decode("ascii")
    pack.signed = {name: digest for digest, name in LINE.findall(content)}
    if "".join(f"{digest}  {name}\n" for name, digest in sorted(pack.signed.items())) != content:
        pack.wrong("manifest", "its lines are not in their one right form and order")
    for name in sorted(set(pack.names) ^ {*pack.signed, "manifest", "manifest.note"}):
        pack.wrong(name, "somebody added it to the pack" if name in pack.names else "it is missing from the pack")
    for name in sorted(set(pack.signed) & set(pack.names)):
        digest = hashlib.sha256()
        with pack.open(name) as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                digest.update(piece)
        if digest.hexdigest() != pack.signed[name]:
            pack.wrong(name, "its content is not the one that was signed")


def check_signature(pack: Pack) -> None:
    """The manifest is the one that the journal's key signed, together with size and root of the journal."""
    pack.key, note = key_of(pack.read("keys/log.vkey").decode("ascii")), pack.read("manifest.note")
    name, public = pack.key.partition("+")[0], decoded(pack.key[-44:])[1:]
    told = re.fullmatch(STATEMENT, signed_text(note, [vkey(f"{name}/pack", public)]))
    if told is None or told[1] != name or note.count(b"\n") != 9:
        raise ValueError("it is no statement about a pack of this journal, or says more than was signed")
    if hashlib.sha256(pack.read("manifest")).hexdigest() != told[6]:
        pack.wrong("manifest", "it is not the one that was signed")
    pack.origin, pack.size, pack.root = told[1], int(told[2]), decoded(told[3])
    pack.known, pack.made = int(told[4]), told[5]
    if pack.pins and pack.key not in pack.pins:
        pack.wrong("keys/log.vkey", f"the pack is signed by {pack.key}, which is no key that you named with --key")


def canonical(value: object) -> bytes:
    """The one form of JSON that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def tiles(kind: str, count: int) -> Iterator[str]:
    """Where the tiles over so many hashes, or the bundles of so many entries, lie (C2SP tlog-tiles)."""
    for number in range(-(-count // 256)):
        groups = re.findall("...", str(number).zfill(-(-len(str(number)) // 3) * 3))
        part = "" if count >= 256 * number + 256 else f".p/{count % 256}"
        yield f"tile/{kind}/{'/'.join([*('x' + each for each in groups[:-1]), groups[-1]])}{part}"


def check_log(pack: Pack) -> None:
    """Every leaf from the bytes of its entry, the tree over them, the root that was signed; order and chains."""
    bundles, bundle = tiles("entries", pack.size), b""
    with pack.open("entries.jsonl") as lines:
        for at, line in enumerate(lines, 1):
            check_entry(pack, line[:-1])
            bundle += (len(line) - 1).to_bytes(2, "big") + line[:-1]
            if at % 256 == 0 or at == pack.size:
                bundle = pack.same(next(bundles, "manifest"), bundle)
    while len(below := pack.levels[-1]) > 1:
        pairs = range(0, len(below) - 1, 2)
        pack.levels.append([hashlib.sha256(b"\1" + below[at] + below[at + 1]).digest() for at in pairs])
    if len(pack.levels[0]) != pack.size or pack.root_over(0, pack.size) != pack.root:
        raise ValueError(f"the {len(pack.levels[0])} entries do not lead to the root that was signed")
    for level, hashes in enumerate(pack.levels[::8]):
        for number, name in enumerate(tiles(str(level), len(hashes))):
            pack.same(name, b"".join(hashes[256 * number : 256 * number + 256]))


def check_entry(pack: Pack, header: bytes) -> None:
    """An entry is in its one right form and at its place, and continues the life of each record it speaks of."""
    at, (part, of) = len(pack.levels[0]), pack.part
    pack.where, entry = f"entry {at}", json.loads(header)
    pack.levels[0].append(hashlib.sha256(b"\0" + header).digest())
    if canonical(entry) != header or entry["idx"] != at or f"/{entry['org']}/journal" not in pack.origin:
        pack.wrong(pack.where, "it is not in canonical form, not at its place, or of another organisation")
    if entry["time"] < pack.time:
        pack.wrong(pack.where, f"its time {entry['time']} lies before that of the entry before it")
    if entry["part"] != ([1, entry["part"][1]] if part == of else [part + 1, of]):
        pack.wrong(pack.where, "it is one of a run of entries that is not whole")
    pack.time, pack.part, pack.forks = entry["time"], entry["part"], pack.forks + (entry["action"] == "log:fork")
    for change in entry["changes"]:
        life = pack.written.setdefault((change["kind"], change["ref"]), {})
        if change["prev"] != max(life, default=None):
            pack.wrong(pack.where, f"the life of {change['kind']} {change['ref']} has a gap before it")
        if change["op"] in ("put", "drop"):
            life[at] = (change["op"], change["c"])
        else:
            pack.undone[change["kind"], change["ref"], change["at"]] = (at, change["op"], change["c"])


def check_checkpoints(pack: Pack) -> None:
    """The checkpoint of the pack, and each older one, was signed over these very entries."""
    keys = [key_of(pack.read(name).decode("ascii")) for name in pack.under("keys/")]
    for name in ["checkpoint", *pack.under("checkpoints/")]:
        origin, size, root, *_ = signed_text(pack.read(name), keys).split("\n")
        if not 0 < int(size) <= pack.size or pack.root_over(0, int(size)) != decoded(root):
            pack.wrong(name, "it was signed over other entries than these: the journal was rewritten")
        if name == "checkpoint" and (origin, int(size)) != (pack.origin, pack.size):
            pack.wrong(name, "it is not the one of this pack")


def check_disclosures(pack: Pack) -> None:
    """Each value, with its salt, is what its entry committed to; of a record in the pack the whole life is there."""
    with pack.open("disclosures.jsonl") as lines:
        for number, line in enumerate(lines, 1):
            pack.where = f"disclosures.jsonl, line {number}"
            told: dict[str, Any] = json.loads(line)
            kind, ref, at, value, salt = (told[name] for name in ("kind", "ref", "idx", "value", "salt"))
            op, committed = pack.written.get((kind, ref), {}).get(at, ("", ""))
            by, undone, committed = pack.undone.get((kind, ref, at), (None, "", committed))
            opened = salt and hashlib.sha256(bytes.fromhex(salt) + canonical(value)).hexdigest()
            state = {"erase": "erased", "redact": "redacted"}.get(undone, "ended" if op == "drop" else "said")
            empty = value is None and state != "redacted"
            if (told["by"], opened, empty) != (by, committed, state in ("ended", "erased")) or not op:
                pack.wrong(f"entry {at}", f"{kind} {ref} in {pack.where} is not what it committed to")
            if canonical(told) + b"\n" != line or at in pack.lives.setdefault((kind, ref), {}):
                pack.wrong(pack.where, "it is not in its one right form, or there twice")
            pack.lives[kind, ref][at] = state
            pack.files.update((digest, f"{kind} {ref}") for digest in NAMED.findall(line.decode()))
    for place, life in pack.lives.items():
        for at in sorted({each for each in pack.written.get(place, {}) if each < pack.known} - set(life)):
            pack.wrong(f"entry {at}", f"what it says of {' '.join(place)} is withheld, and the rest of its life is not")
    for name in pack.under("blobs/"):
        if pack.signed[name] not in pack.files or not name.startswith(f"blobs/sha256/{pack.signed[name]}"):
            pack.wrong(name, "no value in the pack names this file by its content")


STEPS = (check_zip, check_container, check_signature, check_manifest, check_log, check_checkpoints, check_disclosures)


def checked(place: Path, pins: Sequence[str]) -> Pack:
    """The pack at a place, with everything wrong with it; nothing is looked at that rests on what does not hold."""
    pack = Pack(place, pins)
    for step in STEPS:
        try:
            step(pack)
        except UNREADABLE as error:
            pack.wrong(pack.where, str(error) or "it cannot be read")
        if pack.problems:
            break
    return pack


def check_later(old: Pack, new: Pack) -> None:
    """The journal of the second pack begins with that of the first, entry by entry."""
    if new.size < old.size:
        new.wrong("the second pack", "it shows fewer entries than the first one. Name the older pack first")
    elif new.root_over(0, old.size) != old.root:
        at = next(at for at, leaf in enumerate(old.levels[0]) if leaf != new.levels[0][at])
        new.wrong(f"entry {at}", "it is not the entry of the first pack: the journal was rewritten")
    elif (new.origin, new.key) != (old.origin, old.key) and new.forks == old.forks:
        new.wrong("keys/log.vkey", "another key or name than that of the first pack, and no entry says why")


def told(pack: Pack) -> str:
    """What is proven, what is in the pack, and what nobody checked, in plain words."""
    states = Counter(state for life in pack.lives.values() for state in life.values())
    there = Counter(kind for (kind, _), life in pack.written.items() if min(life) < pack.known)
    here, kept = Counter(kind for kind, _ in pack.lives), {pack.signed[name] for name in pack.under("blobs/")}
    return f"""\
SIGNED by {" with the key ".join(pack.key.split("+")[:2])}, at {pack.made} by its own clock.
{"It is the key that you named:" if pack.pins else TAKEN}
{pack.key}

PROVEN
- Each of the {len(pack.signed)} files is, byte for byte, what this key signed. None is missing, none was added.
- The journal has {pack.size} entries. Their hashes, computed anew, lead to the signed root: none was altered, left
  out, put in or moved, and no record has a gap in its life. {pack.forks} times it took another name, after a restore.
- {len(pack.under("checkpoints/"))} older checkpoints fit it: nothing before them was rewritten.
- {sum(states.values())} versions of {len(pack.lives)} records are what their entries committed to. Of each record, all
  versions up to entry {pack.known} are here; {states["erased"]} were erased, {states["redacted"]} redacted.

SHOWN, of the records in the journal: {", ".join(f"{kind} {here[kind]} of {there[kind]}" for kind in sorted(there))}.
NOT HERE, files that records name: {str(sorted({pack.files[each] for each in {*pack.files} - kept}))[1:-1] or "none"}.

NOT CHECKED
- Whether what people wrote is true. The journal proves what was said, in which order and by which account.
- Whether its clock was right, and whether there is another journal that you were not shown: compare the key.
- Whether registers, statement and findings were worked out rightly: they are what the system printed.
- Names of people: they stand outside of the journal, so that somebody can be forgotten.
"""


def main() -> int:
    """Check what the command line names; returns the exit code."""
    parser = argparse.ArgumentParser(description="Checks an auditor's pack; see the head of this file.")
    parser.add_argument("place", nargs="*", type=Path, default=[Path(__file__).resolve().parent], help="zip or folder")
    parser.add_argument("--key", action="append", default=[], type=key_of, help="believe only this key")
    asked = parser.parse_args()
    packs = []
    for place in asked.place[:2]:
        try:
            packs.append(checked(place, asked.key))
        except UNREADABLE as error:
            print(f"{place} cannot be opened: it is missing, cut short, or no pack ({error}).")
            return 2
    if packs[1:] and not any(each.problems for each in packs):
        check_later(*packs)
    for pack in packs:
        found = "\n".join(["THIS PACK DOES NOT HOLD", *pack.problems[:50]]) if pack.problems else told(pack)
        print("".join(each for each in f"\n{pack.place}\n\n{found}" if each.isprintable() or each == "\n"))
    if any(each.problems for each in packs):
        return 1
    print(f"\nEverything that was checked holds{', and the second pack only adds to the first' * bool(packs[1:])}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
