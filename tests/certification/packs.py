"""Packs of a small firm, taken apart and put together again, honestly and not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from plumbline.apps.evidence.services import evidence_items
from plumbline.apps.journal import blobs, ports, reading, signer
from plumbline.apps.records.erasing import erase_value
from plumbline.apps.records.reading import isms_at
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.documents import Blob
from plumbline.engine.domain.isms import Isms
from plumbline.engine.proof.merkle import leaf_hash, root_at
from plumbline.engine.proof.notes import Checkpoint, SeedSigner, VerifierKey, sign_note
from plumbline.reports.pack import verify
from plumbline.reports.pack.container import MANIFEST, NOTE, ORDINARY_FILE, PackWriter
from plumbline.reports.pack.tree import TILE, Tree, bundle, tile_names
from plumbline.reports.zipped import FIRST_DAY
from tests.stories import Firm

Files = dict[str, bytes]
SECRET = "The vault in the cellar stands open"


def furnish(firm: Firm) -> None:
    """Give a firm risks with a past, one erased value, evidence with a file and evidence whose file is lost."""
    theft = risks.add(firm.ada, kinds.Risk(title="Theft", description="Dr Nadia Klug takes a laptop home"))
    first = firm.seen(theft)
    risks.change(firm.ada, theft.ref, seen=first, description="Somebody takes a laptop home")
    erase_value(firm.ada, "risk", theft.ref, at=first, seen=firm.seen(theft), basis="Article 17")
    risks.add(firm.ada, kinds.Risk(title="Open vault", description=SECRET))
    kept = b"restored,2026-03-31,ok\n" * 40
    held = Blob(sha256=blobs.keep(kept), name="Restore test.csv", size=len(kept), media_type="text/csv")
    lost = Blob(sha256="ab" * 32, name="lost.pdf", size=12, media_type="application/pdf")
    for title, blob in (("Restore test", held), ("Firewall export", lost)):
        item = kinds.EvidenceItem(title=title, controls=("iso27001:2022/A.8.13",), blob=blob, observed_on=today())
        evidence_items.add(firm.ada, item)


def today() -> date:
    """Today in the firm."""
    return ports.today("Europe/Berlin")


def now(firm: Firm) -> Isms:
    """The firm's records as they are."""
    return isms_at(firm.id, reading.head(firm.id), on=today())


def files_of(place: Path) -> Files:
    """The files of a pack in the order in which they stand in it."""
    with ZipFile(place) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]], place: Path) -> Path:
    """A zip of files as a pack holds them."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(member(name), content)
    place.write_bytes(out.getvalue())
    return place


def member(name: str) -> ZipInfo:
    """How a pack declares a file."""
    held = ZipInfo(name, FIRST_DAY)
    held.compress_type, held.create_system, held.external_attr = ZIP_STORED, 3, ORDINARY_FILE
    return held


def signed_again(files: Files, place: Path, own: SeedSigner) -> Path:
    """A pack of these files with a manifest and a signature that fit: what whoever holds the key could hand over."""
    note = "".join(files["checkpoint"].decode().splitlines(keepends=True)[:3])
    known = re.search(r"records (\d+)", files[NOTE].decode())
    assert known is not None
    with place.open("wb") as file, PackWriter(file) as out:
        for name, content in files.items():
            if name not in (MANIFEST, NOTE):
                out.add(name, content)
        out.sign(Checkpoint.parse(note), known=int(known[1]), made_at="2026-11-22T12:00:00.000000Z", signer=own)
    return place


def with_history(files: Files, own: SeedSigner, rewrite: Callable[[int, bytes], bytes | None]) -> Files:
    """The files with another history, whole in itself and signed: each header rewritten, or left out for None."""
    headers = files["entries.jsonl"].splitlines()
    told = [new for at, old in enumerate(headers) if (new := rewrite(at, old)) is not None]
    tree = Tree([leaf_hash(each) for each in told])
    kept = {name: content for name, content in files.items() if not name.startswith(("tile/", "checkpoint", "consis"))}
    kept["entries.jsonl"] = b"".join(each + b"\n" for each in told)
    for number, name in enumerate(tile_names("entries", len(told))):
        kept[name] = bundle(told[number * TILE : (number + 1) * TILE])
    kept |= dict(tree.tiles())
    root = root_at(tree.size, tree.node)
    kept["checkpoint"] = sign_note(Checkpoint(origin=own.key.name, size=tree.size, root=root).text(), own).encode()
    return kept


def key_of(firm: Firm) -> VerifierKey:
    """The public key of a firm's journal."""
    return signer.verifier_key(firm.id)


def problems(place: Path, *pins: str) -> list[str]:
    """What the checker finds wrong with a pack."""
    return verify.checked(place, pins).problems
