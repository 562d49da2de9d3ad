"""The metrics (mått) that the program knows, from `metrics.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import get_language

INCIDENTS = "incidents"  # all incidents; "incidents.<slug>" is one category
SUMMABLE = frozenset({"count", "population"})


@dataclass(frozen=True)
class Metric:
    """One metric. `note` says what it does not mean.

    kind         count, share (0 to 1), index, population, rate
    direction    lower-is-better, higher-is-better, none
    denominator  code of the metric that a count is set beside, or ""
    """

    code: str
    name: str
    name_en: str
    unit: str = ""
    unit_en: str = ""
    kind: str = "count"
    direction: str = "none"
    police_driven: bool = False
    denominator: str = ""
    source: str = ""
    note: str = ""
    note_en: str = ""

    @property
    def label(self) -> str:
        """The name in the page's language."""
        return self.name_en if _is_english() else self.name

    @property
    def unit_label(self) -> str:
        return self.unit_en if _is_english() else self.unit

    @property
    def note_label(self) -> str:
        return self.note_en if _is_english() else self.note

    @property
    def is_summable(self) -> bool:
        """Whether the figures of smaller areas may be added up."""
        return self.kind in SUMMABLE

    @property
    def is_crime_count(self) -> bool:
        """Whether it counts recorded crimes or incidents."""
        return self.kind == "count" and self.code.startswith(("reported_crime", "crime_", INCIDENTS))

    def __str__(self) -> str:
        return self.label


def _is_english() -> bool:
    return (get_language() or "sv").startswith("en")


@cache
def _known() -> Mapping[str, Metric]:
    text = (Path(__file__).parent / "metrics.toml").read_text("utf-8")
    entries = tomllib.loads(text)
    return {
        code: Metric(**{**_like(entries, entry), **entry, "code": code}) for code, entry in entries.items()
    }


def _like(entries: dict[str, dict[str, Any]], entry: dict[str, Any]) -> dict[str, Any]:
    """Take out `like` and return what the metric it names says."""
    other = entry.pop("like", "")
    return entries[other] if other else {}


def all_metrics() -> list[Metric]:
    """Return every metric of `metrics.toml`, in its order."""
    return list(_known().values())


def metric(code: str) -> Metric:
    """Return a metric. An unknown category of incidents is made on the fly; another unknown code is its own name."""
    known = _known()
    if code in known:
        return known[code]
    if code.startswith(INCIDENTS + "."):
        whole = known[INCIDENTS]
        name = code.removeprefix(INCIDENTS + ".").replace("_", " ").capitalize()
        return Metric(
            code=code,
            name=name,
            name_en=name,
            unit=whole.unit,
            unit_en=whole.unit_en,
            kind="count",
            direction=whole.direction,
            denominator=whole.denominator,
            note=known["incidents.stold"].note,
            note_en=known["incidents.stold"].note_en,
        )
    return Metric(code=code, name=code, name_en=code)


def category_metric(category: str) -> str:
    """Return the metric's code for a category of incidents, as the file words it.

    >>> category_metric("Skadegörelse"), category_metric("Anti-social behaviour")
    ('incidents.skadegorelse', 'incidents.anti_social_behaviour')
    """
    slug = slugify(category).replace("-", "_")[:48] or "okand"
    return f"{INCIDENTS}.{slug}"


def category_label(category: str) -> str:
    """Return what a category of incidents is called on a page: the known metric's name, else the file's own word."""
    code = category_metric(category)
    return metric(code).label if code in _known() else category
