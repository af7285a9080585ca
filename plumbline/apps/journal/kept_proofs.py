"""Reading a proof that was saved as JSON, so that whoever was handed the file can check it."""

from __future__ import annotations

import json
from typing import Any

from plumbline.apps.journal.proofs import Proof

WORDS = ("kind", "ref", "header", "checkpoint", "vkey")
NUMBERS = ("version", "index", "size")
HASH = 32


class UnreadableProofError(ValueError):
    """The file holds no proof; the message says why."""


def read_proof(content: bytes) -> Proof:
    """The proof that `Proof.as_json` wrote. Raises UnreadableProofError for anything else."""
    try:
        found = json.loads(content)
        json.dumps(found, ensure_ascii=False).encode()  # JSON can spell half a letter, which no text holds
    except (ValueError, RecursionError) as error:  # ValueError also of bytes that are no text
        raise UnreadableProofError("It is not JSON.") from error
    if not isinstance(found, dict) or set(found) != {*WORDS, *NUMBERS, "leaf", "path", "salt", "value"}:
        raise UnreadableProofError("It has not the fields of a proof.")
    odd = [name for name in WORDS if not isinstance(found[name], str)]
    odd += [name for name in NUMBERS if type(found[name]) is not int or found[name] < 0]
    odd += [] if isinstance(found["path"], list) else ["path"]
    odd += [] if isinstance(found["value"], str | None) else ["value"]
    if odd:
        raise UnreadableProofError(f"Its {' and '.join(odd)} cannot be read.")
    return Proof(
        **{name: found[name] for name in (*WORDS, *NUMBERS, "value")},
        leaf=_bytes("leaf", found["leaf"]),
        path=tuple(_bytes("path", each) for each in found["path"]),
        salt=None if found["salt"] is None else _bytes("salt", found["salt"]),
    )


def _bytes(name: str, words: Any) -> bytes:
    try:
        raw = bytes.fromhex(words)
    except (TypeError, ValueError) as error:
        raise UnreadableProofError(f"Its {name} is not hexadecimal.") from error
    if len(raw) != HASH:
        raise UnreadableProofError(f"Its {name} has {len(raw)} bytes, not {HASH}.")
    return raw
