"""What the browser is given that others wrote: fetched from npm by name and version, kept with its SHA-256 and licence.

python -m tools.vendor            say whether the files are those of the manifest, and whether an icon is missing
python -m tools.vendor --fetch    fetch every package anew, draw the sprite of the icons in use, write the manifest

npm is needed for `--fetch` only, by whoever raises a version; nobody else needs Node.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "plumbline" / "apps" / "ui" / "static" / "ui" / "vendor"
MANIFEST = VENDOR / "manifest.json"
SPRITE = "icons.svg"
ICONS = "@tabler/icons"
SOURCE_MAP = re.compile(rb"\n?(?://|/\*)[#@] ?sourceMappingURL=[^\n*]*(?:\*/)?\s*\Z")
USED = (
    re.compile(r"""\{% icon ["']([a-z0-9-]+)["']"""),
    re.compile(r"""\bicon=["']([a-z0-9-]+)["']"""),
    re.compile(r"""\bPlanned\(\s*"[^"]*",\s*"([a-z0-9-]+)\""""),
)


@dataclass(frozen=True)
class Package:
    """An npm package, and which of its files we keep under which name."""

    name: str
    version: str
    licence: str
    files: Mapping[str, str] = field(default_factory=dict)


PACKAGES = (
    Package("htmx.org", "2.0.11", "0BSD", {"htmx.min.js": "dist/htmx.min.js", "htmx.LICENSE.txt": "LICENSE"}),
    Package("@tabler/core", "1.6.1", "MIT", {"tabler.min.css": "dist/css/tabler.min.css"}),
    Package(ICONS, "3.51.0", "MIT", {"tabler.LICENSE.txt": "LICENSE"}),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        {
            "inter-latin.woff2": "files/inter-latin-wght-normal.woff2",
            "inter-latin-ext.woff2": "files/inter-latin-ext-wght-normal.woff2",
            "inter.LICENSE.txt": "LICENSE",
        },
    ),
    Package(
        "echarts",
        "6.1.0",
        "Apache-2.0",
        {"echarts.min.js": "dist/echarts.min.js", "echarts.LICENSE.txt": "LICENSE", "echarts.NOTICE.txt": "NOTICE"},
    ),
)


OFFERED = """
    adjustments affiliate alert-octagon alert-triangle anchor archive arrow-down arrow-left arrow-right arrow-up
    arrows-sort ban bell bolt book book-2 bookmark briefcase building building-community bulb calendar calendar-due
    calendar-event calendar-stats certificate chart-bar chart-dots chart-line check checklist checks chevron-down
    chevron-left chevron-right chevron-up circle-check circle-dashed circle-dot circle-x clipboard-check clipboard-list
    clock clock-exclamation columns-3 compass copy device-floppy dots download edit external-link eye eye-off
    file-certificate file-check file-description file-spreadsheet file-text file-upload files filter fingerprint flag
    flame gauge git-compare git-fork grid-dots hierarchy-2 history home hourglass id-badge-2 inbox info-circle key
    layout-grid link list list-check list-details lock logout mail menu-2 message-report microscope minus moon paperclip
    pencil plus printer question-mark refresh report-analytics robot route scale search send server settings shield
    shield-check shield-half sitemap sparkles stack-2 sun sun-moon table target target-arrow timeline tool trash
    truck-delivery unlink upload user user-check user-plus users users-group versions world x zoom-question
"""
"""What a page may ask for without anybody having to fetch; the sprite holds these and whatever else is in use."""


def used_icons() -> frozenset[str]:
    """The names of the icons that templates and the navigation ask for."""
    pages = [*ROOT.glob("plumbline/**/templates/**/*.html"), *ROOT.glob("plumbline/[ac]*/**/*.py")]
    texts = (page.read_text("utf-8") for page in pages)
    return frozenset(name for text in texts for pattern in USED for name in pattern.findall(text))


def drawn_icons() -> frozenset[str]:
    """The names of the icons that the sprite holds."""
    sprite = VENDOR / SPRITE
    return frozenset(re.findall(r'<symbol id="([^"]+)"', sprite.read_text("utf-8"))) if sprite.exists() else frozenset()


def faults() -> Iterator[str]:
    """What is wrong with the files that are here, a sentence each."""
    stated: dict[str, str] = {}
    for package in json.loads(MANIFEST.read_text("utf-8")):
        stated |= {name: each["sha256"] for name, each in package["files"].items()}
    here = {path.name: path for path in VENDOR.iterdir() if path != MANIFEST}
    for name in sorted(stated.keys() ^ here.keys()):
        yield f"{name} is {'not in the manifest' if name in here else 'missing'}."
    for name in sorted(stated.keys() & here.keys()):
        if _digest(here[name].read_bytes()) != stated[name]:
            yield f"{name} is not the file that was fetched: its SHA-256 differs."
    for name in sorted(used_icons() - drawn_icons()):
        yield f"The icon “{name}” is not in the sprite. Run `python -m tools.vendor --fetch`."


def fetch() -> None:
    """Write every file, the sprite and the manifest."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    rows = []
    for package in PACKAGES:
        with tempfile.TemporaryDirectory(prefix="plumbline-vendor-") as folder:
            unpacked = _unpacked(package, Path(folder))
            kept = {
                name: (source, SOURCE_MAP.sub(b"\n", (unpacked / source).read_bytes()))
                for name, source in package.files.items()
            }
            if package.name == ICONS:
                kept[SPRITE] = ("icons/outline", _sprite(unpacked / "icons" / "outline"))
        kept |= {f"{name}.gz": (name, _packed(content)) for name, (_, content) in kept.items() if _worth_packing(name)}
        for name, (_, content) in kept.items():
            (VENDOR / name).write_bytes(content)
        files = {name: {"from": source, "sha256": _digest(content)} for name, (source, content) in kept.items()}
        rows.append({"name": package.name, "version": package.version, "licence": package.licence, "files": files})
    MANIFEST.write_text(json.dumps(rows, indent=2) + "\n", "utf-8")


def _unpacked(package: Package, folder: Path) -> Path:
    """The package's files; npm itself checks that they are those the registry promised."""
    command = ["npm", "pack", f"{package.name}@{package.version}", "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    [packed] = folder.glob("*.tgz")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def _sprite(outline: Path) -> bytes:
    """One file with every icon in use as a symbol; colour and width of the line come from where it is used."""
    symbols = []
    for name in sorted(used_icons() | set(OFFERED.split())):
        text = (outline / f"{name}.svg").read_text("utf-8")
        shapes = re.findall(r"<(?:path|circle|line|rect|polyline|ellipse)[^>]*/>", text)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes[1:])}</symbol>')
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>\n"]).encode()


def _worth_packing(name: str) -> bool:
    """Whether a file is text that browsers load: fonts are packed already, licences are read by people."""
    return name.endswith((".css", ".js", ".svg"))


def _packed(content: bytes) -> bytes:
    """The file as it travels: the server sends what lies beside the original and packs nothing itself."""
    return gzip.compress(content, mtime=0)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> int:
    """Fetch when told to, then check; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fetch", action="store_true", help="fetch every package anew")
    if parser.parse_args().fetch:
        fetch()
    found = list(faults())
    print("\n".join(found) or f"{len(drawn_icons())} icons and the files of {len(PACKAGES)} packages are as fetched.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
