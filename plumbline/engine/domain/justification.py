"""Why a control applies or does not, in one text: what asks for it, then what people wrote."""

from collections.abc import Iterable

from plumbline.engine.domain.drivers import ORDER, Driver
from plumbline.engine.domain.soa_records import SoaDeclared, SoaOverride

AT_MOST = 6
"""How many sources of one kind a sentence names before it counts the rest."""

OPENINGS = {
    "risk": "Holds down",
    "treatment": "Brought by",
    "obligation": "Obliged by",
    "requirement": "Required by",
    "agreement": "Agreed in",
    "commitment": "Promised in",
}


def justified(
    asking: tuple[Driver, ...], declared: SoaDeclared | None, override: SoaOverride | None, *, unseen: str = ""
) -> str:
    """The justification of a row; empty where nothing asks for the control and nobody wrote a reason.

    asking: what upholds the row, so nothing where the control is left out: what asks for it then contradicts it.
    unseen: a sentence on what else asks for it, for a reader who is not told of everything.
    """
    sentences = [sentence for kind in ORDER if (sentence := _sentence(kind, asking))]
    if unseen:
        sentences.append(unseen)
    if override is not None and override.reason:
        sentences.append(f"Decided: {_closed(override.reason)}")
    if declared is not None and declared.justification:
        sentences.append(
            f"Declared: {_closed(declared.justification)}" if sentences else _closed(declared.justification)
        )
    return " ".join(sentences)


def _sentence(kind: str, asking: tuple[Driver, ...]) -> str:
    named = dict.fromkeys(f"{each.ref} {each.title}".strip() for each in asking if each.kind == kind)
    return f"{OPENINGS[kind]} {listed(named)}." if named else ""


def listed(names: Iterable[str]) -> str:
    """Names as a list in a sentence; beyond `AT_MOST` the rest is counted."""
    held = list(names)
    if len(held) <= 1:
        return "".join(held)
    if len(held) > AT_MOST:
        return f"{', '.join(held[:AT_MOST])} and {len(held) - AT_MOST} more"
    return f"{', '.join(held[:-1])} and {held[-1]}"


def _closed(text: str) -> str:
    trimmed = text.strip()
    return trimmed if trimmed.endswith((".", "!", "?", "…")) else f"{trimmed}."
