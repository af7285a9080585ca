"""How often something is due, as people write it, put into the one form the engine reads."""

from __future__ import annotations

import re

from plumbline.engine.domain.intervals import interval
from plumbline.exchange.words import unaccented

_WORDS = {
    word: span
    for span, words in {
        "1 d": "daily,taglich,quotidien,quotidienne,journalier",
        "7 d": "weekly,wochentlich,hebdomadaire",
        "14 d": "fortnightly,14-tagig,vierzehntagig,zweiwochentlich",
        "1 m": "monthly,monatlich,mensuel,mensuelle",
        "2 m": "zweimonatlich,bimestriel,bimestrielle",
        "3 m": "quarterly,vierteljahrlich,quartalsweise,quartalsmassig,trimestriel,trimestrielle",
        "6 m": "half-yearly,half yearly,semi-annual,semi-annually,semiannually,halbjahrlich,semestriel,semestrielle",
        "12 m": "yearly,annual,annually,p.a.,per annum,jahrlich,annuel,annuelle",
        "24 m": "biennial,biennially,zweijahrlich,bisannuel,bisannuelle",
        "36 m": "triennial,dreijahrlich,triennal,triennale",
    }.items()
    for word in words.split(",")
}
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one a an each ein eine einen einem einer jeden jede jedes un une chaque once einmal",
            "two zwei deux twice zweimal other",
            "three drei trois dreimal",
            "four vier quatre viermal",
            "five funf cinq",
            "six sechs",
            "seven sieben sept",
            "eight acht huit",
            "nine neun neuf",
            "ten zehn dix",
            "eleven elf onze",
            "twelve zwolf douze",
        ),
        start=1,
    )
    for word in words.split()
}
_UNITS = {
    unit: letter
    for letter, units in {
        "h": "h hr hrs hour hours std stunde stunden heure heures",
        "d": "d day days tag tage tagen jour jours",
        "w": "w wk wks week weeks woche wochen semaine semaines",
        "m": "m mo mth month months monat monate monaten mois",
        "q": "q quarter quarters quartal quartale quartalen trimestre trimestres",
        "s": "semester halbjahr semestre half-year",
        "y": "y yr yrs year years jahr jahre jahren an ans annee annees",
    }.items()
    for unit in units.split()
}
_MONTHS = {"m": 1, "q": 3, "s": 6, "y": 12}
_EVERY = re.compile(
    r"(?:(?:at least |mindestens |au moins )?"
    r"(?:every|each|per|pro|alle|jeden|jede|jedes|tous les|toutes les|chaque)\s+)?"
    r"(?:(?:(?P<figure>\d+)\s*-?\s*|(?P<word>[a-z]+)[\s-]+))?(?P<unit>[a-z-]+)"
)
_TIMES = re.compile(
    r"(\d+|[a-z]+)\s*(?:x|times|time|mal|fois)?\s*(?:/|\b(?:per|a|an|pro|im|in|par|each|every|je)\b)\s*([a-z-]+)"
)
_ONCE = re.compile(r"(?:at least|mindestens|au moins|once|einmal|1\s*x|une fois)\s+")


def read_interval(text: str) -> str | None:
    """“3 m”, “30 d”, “72 h” for what is written in English, German or French; None where the text is no interval.

    Words that mean two things, such as biweekly or biannual, are none.
    """
    words = unaccented(text).rstrip(".,;")
    span = _WORDS.get(words) or _WORDS.get(_ONCE.sub("", words)) or _WORDS.get(f"{words}.")
    if not span:
        span = _every(words) or _times(words)
    return span if span and interval(span) else None


def _number(word: str | None) -> int | None:
    if word is None:
        return 1
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def _every(words: str) -> str | None:
    """“every 6 months”, “alle zwei Jahre”, “chaque mois”, “30 d”."""
    found = _EVERY.fullmatch(words)
    if not found or len(words) == 1:  # a letter alone is more likely a level or an answer
        return None
    number, unit = _number(found["figure"] or found["word"]), _UNITS.get(found["unit"])
    if not number or not unit:
        return None
    if unit in _MONTHS:
        return f"{number * _MONTHS[unit]} m"
    return f"{number * 7} d" if unit == "w" else f"{number} {unit}"


def _times(words: str) -> str | None:
    """“twice a year”, “4x pro Jahr”, “une fois par an”, as long as it comes out in whole months."""
    found = _TIMES.fullmatch(words)
    if not found:
        return None
    number, unit = _number(found[1]), _UNITS.get(found[2])
    if not number or not unit:
        return None
    if number == 1:
        return _every(f"1 {found[2]}")
    months = _MONTHS.get(unit, 0)
    return f"{months // number} m" if months and months % number == 0 else None
