"""Words that several pages of Underlag share: readers, recipes, metrics and warnings as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from samsyn.evidence.metrics import Metric, metric
from samsyn.evidence.models import DataImport
from samsyn.ui.texts import say


def grain_word(grain: str) -> str:
    """year -> "per år"."""
    words = {
        "year": _("per år"),
        "quarter": _("per kvartal"),
        "month": _("per månad"),
        "other": _("annan period"),
    }
    return words.get(grain, grain)


def metric_name(code: str) -> str:
    return metric(code).label


def definition(one: Metric) -> str:
    """Return one sentence on what the metric counts, by its kind."""
    sentences = {
        "count": _("Antal %(unit)s per område och period."),
        "population": _("Antal %(unit)s per område och år."),
        "share": _("En andel: hur stor del av dem som svarade, per område och period."),
        "index": _("Ett index per område: %(unit)s."),
        "rate": _("Ett tal i förhållande till hur många som bor i området: %(unit)s."),
    }
    return sentences.get(one.kind, "%(unit)s") % {"unit": one.unit_label}


def kind_word(one: Metric) -> str:
    words = {
        "count": _("antal"),
        "population": _("antal invånare"),
        "share": _("andel i procent"),
        "index": _("index"),
        "rate": _("tal per invånare"),
    }
    return words.get(one.kind, one.kind)


def direction_word(one: Metric) -> str:
    words = {
        "lower-is-better": _("Lägre är bättre."),
        "higher-is-better": _("Högre är bättre."),
    }
    return words.get(one.direction, _("Varken högre eller lägre är bättre."))


def reader_of(key: str) -> Any | None:
    """Return the reader of the key, None for an unknown one."""
    from samsyn.evidence.services.previews import readers

    return next((reader for reader in readers() if reader.key == key), None)


def reader_title(key: str) -> str:
    reader = reader_of(key) if key else None
    return say(reader.title) if reader else key


def recipe(key: str, options: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what the reader was told, as labels and values, for one who reads."""
    reader = reader_of(key) if key else None
    if reader is None:
        return []
    return [
        {"label": say(option.label), "value": _value(option, options[option.name])}
        for option in reader.options
        if options.get(option.name) not in (None, "")
    ]


def _value(option: Any, value: Any) -> str:
    return say(dict(option.choices).get(str(value), "")) or str(value)


def warnings(row: DataImport) -> list[str]:
    """Return what to think of when one uses the import, in the page's language."""
    return [_stored(one) for one in row.warnings if not _is_error(one)]


def failure(row: DataImport) -> str:
    """Return why an import stopped, in the page's language."""
    return next((_stored(one) for one in row.warnings if _is_error(one)), row.message)


def _is_error(one: Any) -> bool:
    return isinstance(one, Mapping) and one.get("kind") == "error"


def _stored(one: Any) -> str:
    return say(one["template"], one.get("facts") or {}) if isinstance(one, Mapping) else str(one)


def is_example(row: DataImport) -> bool:
    return row.city.is_example or bool(row.dataset and row.dataset.is_example)
