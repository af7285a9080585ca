"""Files that somebody sends: never larger than said, checked, kept by their content, never under a name of theirs."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.evidence.allowed import HEAD, file_name, is_archive, type_of
from plumbline.apps.evidence.measured import refuse_bomb, refuse_large_picture
from plumbline.apps.journal import blobs
from plumbline.apps.ui.pages import Request
from plumbline.engine.domain.documents import Blob

MOST_BYTES = 64 * 2**20
MOST_FILES = 10
MOST_SENT = 128 * 2**20
"""Of one form altogether; what says it is longer is refused before it is read."""


class TooLargeError(RefusedError):
    """More was sent, or announced, than is taken."""


def guard(request: Request) -> None:
    """Refuse by what the request announces, and stop reading a file that grows too large.

    To be called before anything reads the form. Raises TooLargeError.
    """
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdecimal() or int(announced) > MOST_SENT:
        raise TooLargeError(
            f"That is more than {MOST_SENT // 2**20} MB at once, so nothing of it was read. "
            f"Send files of at most {MOST_BYTES // 2**20} MB each."
        )
    request.upload_handlers.insert(0, Stopper(request))


def refuse_stopped(request: Request) -> None:
    """After the form was read: refuse it where reading stopped at a file that grew too large."""
    if any(isinstance(each, Stopper) and each.stopped for each in request.upload_handlers):
        raise TooLargeError(f"One of the files is larger than {MOST_BYTES // 2**20} MB. Send the part that shows it.")


class Stopper(FileUploadHandler):
    """Stops reading the form when one of its files grows too large."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.read, self.stopped = 0, False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count anew."""
        super().new_file(*args, **kwargs)
        self.read = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what arrives."""
        self.read += len(raw_data)
        if self.read > MOST_BYTES:
            self.stopped = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that keep it."""


def received(file: UploadedFile[Any]) -> Blob:
    """Check a file and keep it by its content. Raises RefusedError, and then nothing is kept."""
    name, size = file_name(file.name or ""), file.size or 0
    if not name:
        raise RefusedError("A file came without a name. Give it one that says what it is.")
    if not size:
        raise RefusedError(f"“{name}” is empty. An empty file shows nothing: send the one with the contents.")
    if size > MOST_BYTES:
        raise TooLargeError(f"“{name}” is larger than {MOST_BYTES // 2**20} MB. Send the part that shows something.")
    content = cast(BinaryIO, file.file)
    content.seek(0)
    head = content.read(HEAD)
    kind = type_of(name, head)
    if kind.shown == "picture":
        refuse_large_picture(name, content)
    if is_archive(head):
        refuse_bomb(name, f".{name.rpartition('.')[2].lower()}", content)
    content.seek(0)
    return Blob(sha256=blobs.keep(content.read()), name=name, size=size, media_type=kind.media_type)
