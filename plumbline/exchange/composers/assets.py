"""A row of an asset register: its type and where it runs, from the words that firms use for both."""

from __future__ import annotations

from plumbline.exchange.drafts import Entry
from plumbline.exchange.reading import led_by
from plumbline.exchange.registry import folded_word, registers

HOSTING = {
    "own premises": (
        "on-prem",
        "on prem",
        "on-premises",
        "on-premise",
        "in-house",
        "own data centre",
        "lokal",
        "vor ort",
    ),
    "cloud": ("saas", "iaas", "paas", "cloud", "cloud storage", "public cloud", "cloud service", "nuage"),
}
CLOUDS = ("aws", "azure", "gcp", "cloud", "amazon", "google cloud", "microsoft 365", "m365")
SPREAD = ("distributed", "verteilt", "remote", "mobile", "home office", "réparti")
OWN = (
    "hq",
    "headquarters",
    "server room",
    "serverraum",
    "data centre",
    "datacenter",
    "rechenzentrum",
    "office",
    "büro",
)


def compose_asset(entry: Entry) -> None:
    """Read the type, and conclude from category and location where the asset runs."""
    asset = entry.main
    if entry.has("type"):
        _type(entry)
    category, location = asset.text("category"), asset.text("location")
    asset.conclude("hosting", hosting(entry.words("type"), category, location), "category", "location")


def _type(entry: Entry) -> None:
    text = entry.words("type")
    meaning = registers()["assets"].meaning("asset_kind")
    word = folded_word(text)
    found = meaning.get(word) or led_by(word, meaning)
    entry.main.fields["asset_kind"] = found
    if text and not found:
        entry.main.extra["Type"] = text


def hosting(kind: str, category: str, location: str) -> str:
    """Where an asset runs by the words about it: its category first, then its place; empty where they do not say."""
    for words in (folded_word(category), folded_word(kind)):
        for place, meant in HOSTING.items():
            if words in meant:
                return place
    place = f" {folded_word(location)} "
    if any(f" {word}" in place for word in CLOUDS):
        return "cloud"
    if any(f" {word} " in place for word in SPREAD):
        return "distributed"
    return "own premises" if any(f" {word} " in place for word in OWN) else ""
