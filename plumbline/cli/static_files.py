"""Style sheets, scripts and pictures, compressed once for each release and kept in the home while it runs."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from whitenoise.compress import Compressor


def compressed(home: Path) -> Path:
    """The folder with every file of this release and its compressed twin; made where it is missing. Raises OSError."""
    shelf = home / "static"
    folder = shelf / settings.STATIC_URL.strip("/").split("/")[-1]
    if folder.is_dir():
        return folder
    shelf.mkdir(exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=shelf, prefix=".draft-"))
    _fill(draft)
    for each in shelf.iterdir():
        if each != draft:
            shutil.rmtree(each, ignore_errors=True)  # of a release before this one
    draft.rename(folder)
    return folder


def _fill(folder: Path) -> None:
    compressor = Compressor(quiet=True)
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            target = folder / name
            if target.exists():
                continue  # the first to have a name keeps it, as when it is looked up
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(storage.path(name), target)
            if compressor.should_compress(name):
                list(compressor.compress(str(target)))
