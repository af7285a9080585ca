"""Facts by country: which law of data protection applies and who takes reports."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from plumbline.engine.domain.isms import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """Its name, the area of law (`eu`, `eea`, `uk`, `ch`, empty elsewhere) and the authorities by what they are for."""

    name: str = ""
    also: tuple[str, ...] = ()
    """What it is called in German, in French, and in short."""
    law: str = ""
    privacy: str = "Data protection authority"
    incidents: str = "National authority for cyber security"
    finance: str = "Financial supervisor"


def country(code: str) -> Country:
    """What is known of a country; a country that is not listed has unnamed authorities."""
    return _countries().get(code, Country(name=code))


def countries() -> Mapping[str, Country]:
    """Every country that is listed, by its code."""
    return _countries()


def named(words: str) -> str:
    """The code of the country that is called so in English, German or French; empty where none that is listed is."""
    return _by_name().get(folded(words).removeprefix("the "), "")


@cache
def _by_name() -> Mapping[str, str]:
    return {
        folded(name).removeprefix("the "): code
        for code, each in _countries().items()
        for name in (each.name, *each.also)
    }


@cache
def _countries() -> Mapping[str, Country]:
    tables = tomllib.loads(resources.files(__package__).joinpath("countries.toml").read_text(encoding="utf-8"))
    return {code: Country(**each | {"also": tuple(each.get("also", ()))}) for code, each in tables.items()}
