"""Countries that a place in words names."""

import re

from plumbline.engine.domain.isms import folded

NAMES = {
    "AT": "austria österreich", "BE": "belgium belgien", "BR": "brazil brasilien", "CA": "canada kanada",
    "CH": "switzerland schweiz", "CN": "china", "CZ": "czechia tschechien", "DE": "germany deutschland",
    "DK": "denmark dänemark", "ES": "spain spanien", "FI": "finland finnland", "FR": "france frankreich",
    "GB": "england britain scotland uk", "HU": "hungary ungarn", "IE": "ireland irland", "IL": "israel",
    "IN": "india indien", "IT": "italy italien", "JP": "japan", "LU": "luxembourg luxemburg",
    "NL": "netherlands niederlande", "NO": "norway norwegen", "PL": "poland polen", "PT": "portugal",
    "RO": "romania rumänien", "SE": "sweden schweden", "SG": "singapore singapur", "US": "usa",
}  # fmt: skip
"""Names by the country's code; one word each, so that a place can be read word by word."""
PLAIN_CODES = frozenset(NAMES) - {"IT", "IN", "NO", "BE", "US"}
"""Codes that are no other word, as they stand in “Frankfurt DE”."""
BY_NAME = {name: code for code, names in NAMES.items() for name in names.split()}


def countries(place: str) -> frozenset[str]:
    """The countries that a place names, by code; empty where it names none that is known."""
    words = re.findall(r"\w+", place)
    named = {BY_NAME[folded(each)] for each in words if folded(each) in BY_NAME}
    return frozenset(named | {each for each in words if each in PLAIN_CODES})
