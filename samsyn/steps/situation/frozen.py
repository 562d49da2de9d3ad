"""The figures of an edition as they are shown on the day it is cut, each tied to the file that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from samsyn.evidence.models import DataImport
from samsyn.places.models import Area
from samsyn.steps.situation.models import SituationPicture

FIGURE = ("metric", "area", "area_name", "start", "end", "value", "state", "base", "low", "high", "row")


@dataclass
class Figures:
    """All that an edition says in figures; `sources` holds one entry an import that any of them rests on."""

    findings: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    safety: list[dict[str, Any]] = field(default_factory=list)
    breaks: list[dict[str, Any]] = field(default_factory=list)
    metrics: dict[str, dict[str, Any]] = field(default_factory=dict)
    sources: list[dict[str, Any]] = field(default_factory=list)


def figures(picture: SituationPicture, areas: list[Area], *, start: date, end: date) -> Figures:
    """Return the picture's figures as they stand now."""
    from samsyn.steps.situation.canonical import byline, current_findings

    made = Figures()
    made.findings = [
        {
            "id": row.pk,
            "statement": row.statement,
            "doubt": row.doubt,
            "area": row.area.key if row.area else None,
            "area_name": row.area.name if row.area else None,
            "figures": [figure(item) for item in row.figures],
            **byline(row.party, row.written_by, row.written_at),
        }
        for row in current_findings(picture)
    ]
    made.sources = sources(_import_ids(made))
    return made


def figure(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return one figure of a finding with all that is known of it; what was shown wins over what was not."""
    shown = item.get("shown")
    known = {**item, **(shown if isinstance(shown, Mapping) else {})}
    return {
        **{name: known.get(name) for name in FIGURE},
        "import": known.get("import") or known.get("import_id"),
        "shown": shown if isinstance(shown, str) else None,
    }


def _import_ids(made: Figures) -> set[int]:
    rows: Iterable[Mapping[str, Any]] = [
        *(item for finding in made.findings for item in finding["figures"]),
        *made.indicators,
        *made.safety,
    ]
    return {int(row["import"]) for row in rows if row.get("import")}


def sources(import_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return who published, under which licence, in which file: one entry an import, by the import's number."""
    rows = DataImport.objects.filter(pk__in=set(import_ids)).select_related("dataset__source")
    return [_source(row) for row in rows.order_by("pk")]


def _source(row: DataImport) -> dict[str, Any]:
    dataset = row.dataset
    return {
        "import": row.pk,
        "source": dataset.source.name if dataset else "",
        "dataset": dataset.name if dataset else "",
        "licence": dataset.licence if dataset else "",
        "attribution": dataset.attribution if dataset else "",
        "method": dataset.method if dataset else "",
        "is_example": bool(dataset and dataset.is_example),
        "file": row.file_name,
        "checksum": row.file_checksum,
        "received": row.received_at,
    }
