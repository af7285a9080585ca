"""Checkpoints as signed notes, in the C2SP formats `signed-note` and `tlog-checkpoint`, which foreign tools read.

A note is text, an empty line, then signature lines `— <key name> <base64 of key id and signature>`. Only Ed25519
(type 0x01) is made and checked here; lines of unknown keys and of other types are ignored, as the format demands.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
_KEY_ID_SIZE = 4
_KEY_SIZE = 32
_ROOT_SIZE = 32
_DASH = "— "
_MOST_SIGNATURES = 100
_LARGEST_SIZE = 2**64 - 1
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteError(ValueError):
    """A note, a checkpoint or a key that cannot be read, made or believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log says of itself at one size: its origin, its number of entries and the root over them (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or _UNPRINTABLE.search(self.origin) or "\n" in self.origin:
            raise NoteError(f"The origin {self.origin!r} is empty or holds control characters. Use one plain line.")
        if not 0 <= self.size <= _LARGEST_SIZE:
            raise NoteError(f"A log cannot have {self.size} entries. The size is a whole number from 0.")
        if len(self.root) != _ROOT_SIZE:
            raise NoteError(f"A root has {_ROOT_SIZE} bytes, not {len(self.root)}. Pass the root of the tree.")

    def text(self) -> str:
        """Return the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{_encode(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Return the checkpoint of a note's text. Extension lines are refused: our logs never write any."""
        read = re.fullmatch(r"([^\n]*)\n(0|[1-9][0-9]{0,19})\n([^\n]*)\n", text)
        if read is None:
            raise NoteError("A checkpoint has three lines: origin, plain number, root. Ask the log for a fresh one.")
        origin, size, root = read.groups()
        return cls(origin=origin, size=int(size), root=_decode(root, "the checkpoint's root"))


class Signer(Protocol):
    """Holds a signing key, in a file or a device, and signs; never shows the key."""

    @property
    def key(self) -> VerifierKey:
        """The public half, with its name."""

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A named Ed25519 public key (32 bytes)."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.public) != _KEY_SIZE:
            raise NoteError(f"An Ed25519 public key has {_KEY_SIZE} bytes, not {len(self.public)}.")

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key)."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:_KEY_ID_SIZE]

    def vkey(self) -> str:
        """Return the text form `name+keyid+base64`, to hand to whoever shall verify."""
        return f"{self.name}+{self.key_id.hex()}+{_encode(ED25519 + self.public)}"

    @classmethod
    def parse(cls, vkey: str) -> VerifierKey:
        """Return the key of its text form; raise NoteError when the parts contradict each other."""
        name, key_id, public = _split_key(vkey, "verifier key")
        key = cls(name=name, public=public)
        if key.key_id.hex() != key_id:
            raise NoteError(f"The verifier key of {name} does not match its id {key_id}. Copy it again, whole.")
        return key

    def confirms(self, message: bytes, signature: bytes) -> bool:
        """Say whether this key made the signature of the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class SeedSigner:
    """A signer whose 32-byte Ed25519 seed is held in memory."""

    def __init__(self, name: str, seed: bytes) -> None:
        if len(seed) != _KEY_SIZE:
            raise NoteError(f"An Ed25519 seed has {_KEY_SIZE} bytes, not {len(seed)}. Make a new key.")
        self._seed = seed
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self._key = VerifierKey(name=name, public=self._private.public_key().public_bytes_raw())

    @property
    def key(self) -> VerifierKey:
        """The public half, with its name."""
        return self._key

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of a message."""
        return self._private.sign(message)

    def named(self, name: str) -> SeedSigner:
        """The same key under another name, so that its notes of one sort are never taken for those of another."""
        return SeedSigner(name, self._seed)

    def skey(self) -> str:
        """Return the secret text form `PRIVATE+KEY+name+keyid+base64`, for a file that nobody else can read."""
        return f"PRIVATE+KEY+{self._key.name}+{self._key.key_id.hex()}+{_encode(ED25519 + self._seed)}"

    @classmethod
    def parse(cls, skey: str) -> SeedSigner:
        """Return the signer of its secret text form; the errors never repeat the secret."""
        if not skey.startswith("PRIVATE+KEY+"):
            raise NoteError("A signing key begins with PRIVATE+KEY+. Point to the key file of the log.")
        name, key_id, seed = _split_key(skey.removeprefix("PRIVATE+KEY+"), "signing key")
        signer = cls(name, seed)
        if signer.key.key_id.hex() != key_id:
            raise NoteError(f"The signing key of {name} does not match its id {key_id}. Restore the key file.")
        return signer


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedNote:
    """A note's text and the keys whose signatures over it were confirmed; at least one."""

    text: str
    signed_by: tuple[VerifierKey, ...]


def sign_note(text: str, *signers: Signer) -> str:
    """Return the note: the text, an empty line, one signature line for each signer in the order given."""
    _check_text(text)
    if not signers:
        raise NoteError("A note needs a signature. Pass at least one signer.")
    return text + "\n" + "".join(_signature_line(text, signer) for signer in signers)


def open_note(note: str, keys: Iterable[VerifierKey]) -> OpenedNote:
    """Return what the note says and which of the known keys signed it.

    Raises NoteError when the note is malformed, when no known key signed it, and when a line bears the name and id of
    a known key with a signature that this key did not make.
    """
    known = {(key.name, key.key_id): key for key in keys}
    text, lines = _split_note(note)
    signed_by: list[VerifierKey] = []
    for line in lines:
        name, key_id, signature = _read_signature(line)
        key = known.get((name, key_id))
        if key is None or key in signed_by:
            continue
        if not key.confirms(text.encode(), signature):
            raise NoteError(f"The signature of {name} does not fit the note. It was altered, or the key is not theirs.")
        signed_by.append(key)
    if not signed_by:
        raise NoteError("None of the known keys signed this note. Check that you hold the log's own verifier key.")
    return OpenedNote(text=text, signed_by=tuple(signed_by))


def _signature_line(text: str, signer: Signer) -> str:
    return f"{_DASH}{signer.key.name} {_encode(signer.key.key_id + signer.sign(text.encode()))}\n"


def _split_note(note: str) -> tuple[str, list[str]]:
    text, found, signatures = note.rpartition("\n\n")
    text += "\n"
    if not found or not signatures.endswith("\n"):
        raise NoteError("This is not a signed note: text, an empty line, signature lines. Take the whole file.")
    _check_text(text)
    lines = signatures[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise NoteError(f"The note has more than {_MOST_SIGNATURES} signatures. Keep those you need.")
    return text, lines


def _read_signature(line: str) -> tuple[str, bytes, bytes]:
    name, found, blob = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not found:
        raise NoteError(f"{line!r} is not a signature line. Take the whole file, unchanged.")
    _check_name(name)
    raw = _decode(blob, f"the signature of {name}")
    if len(raw) <= _KEY_ID_SIZE:
        raise NoteError(f"The signature of {name} is too short. Take the whole file, unchanged.")
    return name, raw[:_KEY_ID_SIZE], raw[_KEY_ID_SIZE:]


def _split_key(text: str, what: str) -> tuple[str, str, bytes]:
    name, _, rest = text.strip().partition("+")
    key_id, found, blob = rest.partition("+")
    if not found or not re.fullmatch(r"[0-9a-f]{8}", key_id):
        raise NoteError(f"This is not a {what} of the form name+id+key. Copy it again, whole.")
    raw = _decode(blob, f"the {what} of {name}")
    if raw[:1] != ED25519 or len(raw) != 1 + _KEY_SIZE:
        raise NoteError(f"The {what} of {name} is not an Ed25519 key. Use one that is.")
    return name, key_id, raw[1:]


def _check_name(name: str) -> None:
    if not name or "+" in name or not name.isprintable() or any(letter.isspace() for letter in name):
        raise NoteError(f"The key name {name!r} is empty or holds a space or a plus. Choose one without.")


def _check_text(text: str) -> None:
    if not text.endswith("\n") or _UNPRINTABLE.search(text):
        raise NoteError("A note's text ends with a line break and holds no other control character.")


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decode(text: str, what: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError(f"The base64 of {what} cannot be read. Take the whole text, unchanged.") from error
    if _encode(raw) != text:  # a second spelling of the same bytes would be a second note with the same meaning
        raise NoteError(f"The base64 of {what} is not written the one right way. Take it from its source.")
    return raw
