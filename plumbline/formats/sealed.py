"""A file sealed with a passphrase: AES-256-GCM in chunks, so that it is written in one pass and read at any place.

The key follows from the passphrase by scrypt with a salt of the file's own. Each chunk is bound to its number, and the
last one to being the last: chunks cannot be altered, exchanged, left out or cut off unnoticed. File: MAGIC, cost
(1 byte, log2 of scrypt's n), salt (16), then the chunks, each followed by its tag.
"""

from __future__ import annotations

import io
import os
import secrets
from typing import IO, TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC = b"plumbline sealed 1\n"
SALT_SIZE, KEY_SIZE, NONCE_SIZE, TAG_SIZE = 16, 32, 12, 16
HEADER_SIZE = len(MAGIC) + 1 + SALT_SIZE
CHUNK = 1 << 20
COST, DEAREST = 16, 20  # 64 MB and about a fifth of a second; a file may not ask for more than a gigabyte
BLOCK_SIZE = 8


class SealError(ValueError):
    """The passphrase does not open the file, or the file is not what was sealed."""


def is_sealed(file: IO[bytes]) -> bool:
    """Whether a file begins as a sealed one; it is left where it begins."""
    begins = file.read(len(MAGIC))
    file.seek(0)
    return begins == MAGIC


class SealedWriter(io.RawIOBase):
    """Seals what is written to it; closing it writes the last chunk and leaves the file below open."""

    def __init__(self, below: IO[bytes], passphrase: str) -> None:
        self._below = below
        self._header = MAGIC + bytes([COST]) + secrets.token_bytes(SALT_SIZE)
        self._cipher = _cipher(self._header, passphrase)
        self._held = bytearray()
        self._number = 0
        below.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, content: ReadableBuffer, /) -> int:
        view = memoryview(content).cast("B")
        self._held += view
        while len(self._held) > CHUNK:  # one chunk is kept back: it may be the last
            self._seal(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(view)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._held), last=True)
            self._held.clear()
        super().close()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._below.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, self._header))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads a sealed file at any place. Raises SealError where the passphrase or the file is wrong."""

    def __init__(self, below: IO[bytes], passphrase: str) -> None:
        self._below = below
        self._header = below.read(HEADER_SIZE)
        if len(self._header) != HEADER_SIZE or not self._header.startswith(MAGIC):
            raise SealError("This is no sealed file.")
        if self._header[len(MAGIC)] > DEAREST:
            raise SealError("The file asks for more memory to be opened than makes sense. It was altered.")
        size = below.seek(0, os.SEEK_END) - HEADER_SIZE
        self._chunks = max(1, -(-size // (CHUNK + TAG_SIZE)))
        self._size = size - self._chunks * TAG_SIZE
        if self._size < 0:
            raise SealError("The file is cut short.")
        self._cipher = _cipher(self._header, passphrase)
        self._at, self._held_number, self._held = 0, -1, b""
        self._chunk(self._chunks - 1, "The passphrase does not open it, or it is damaged or cut short.")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        begins = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, begins + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, CHUNK)
        view = memoryview(buffer).cast("B")
        found = self._chunk(number)[within : within + len(view)]
        view[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _chunk(self, number: int, trouble: str = "It is damaged.") -> bytes:
        if number != self._held_number:
            self._below.seek(HEADER_SIZE + number * (CHUNK + TAG_SIZE))
            stored, last = self._below.read(CHUNK + TAG_SIZE), number == self._chunks - 1
            try:
                self._held = self._cipher.decrypt(_nonce(number, last=last), stored, self._header)
            except InvalidTag:
                raise SealError(trouble) from None
            self._held_number = number
        return self._held


def _nonce(number: int, *, last: bool) -> bytes:
    """A key seals one file only, so counting is enough for a nonce to be new."""
    return number.to_bytes(NONCE_SIZE - 1, "big") + bytes([last])


def _cipher(header: bytes, passphrase: str) -> AESGCM:
    cost = header[len(MAGIC)]
    salt = header[len(MAGIC) + 1 :]
    derivation = Scrypt(salt=salt, length=KEY_SIZE, n=1 << cost, r=BLOCK_SIZE, p=1)
    return AESGCM(derivation.derive(passphrase.encode()))
