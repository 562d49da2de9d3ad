"""The figures of an edition as they are shown on the day it is cut, each tied to the file that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import override

from samsyn.evidence.audience import JOINT
from samsyn.evidence.metrics import metric
from samsyn.evidence.models import DataImport
from samsyn.evidence.releasing import hidden_imports
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.releases.queries import joint
from samsyn.steps.situation.models import Finding, SituationPicture
from samsyn.steps.situation.queries import (
    Figure,
    IndicatorRow,
    SafetyBlock,
    Snapshot,
    picture_for_page,
)
from samsyn.steps.situation.queries.trends import TrendShown
from samsyn.steps.situation.queries.unusual import Unusual

FIGURE = ("metric", "area", "area_name", "start", "end", "value", "state", "base", "low", "high", "row")
LANGUAGES = ("sv", "en")
PER_1000 = ("value", "low", "high", "population", "population_year")
TREND = ("percent", "low", "high", "p", "is_more_than_chance", "since", "until")
HELD = ("expected", "low", "high", "p")
SPOT = ("start", "end", "value", "low", "high", "is_preliminary", "is_after_break")
SAFETY = (
    "area",
    "area_name",
    "is_whole",
    "value",
    "low",
    "high",
    "base",
    "is_hidden",
    "is_hollow",
    "differs",
)


@dataclass
class Figures:
    """All that an edition says in figures; `sources` holds one entry an import that any of them rests on."""

    findings: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    safety: list[dict[str, Any]] = field(default_factory=list)
    breaks: list[dict[str, Any]] = field(default_factory=list)
    coverage: dict[str, list[str]] = field(default_factory=dict)
    metrics: dict[str, dict[str, Any]] = field(default_factory=dict)
    sources: list[dict[str, Any]] = field(default_factory=list)
    unusual: dict[str, Any] | None = None


def figures(picture: SituationPicture) -> Figures:
    """Return the picture's figures as they stand now.

    Sentences that the program makes of figures are kept in both languages, so that they stay as they were read.
    """
    swedish, english = _snapshots(picture.pair)
    made = Figures(
        findings=_findings(picture),
        indicators=[_indicator(*rows) for rows in zip(swedish.indicators, english.indicators, strict=True)],
        safety=[_safety(*blocks) for blocks in zip(swedish.safety, english.safety, strict=True)],
        breaks=[
            {"on": one.date, "text": _both(one.text, other.text)}
            for one, other in zip(swedish.breaks, english.breaks, strict=True)
        ],
        coverage={key: sorted(codes) for key, codes in swedish.coverage.items()},
    )
    made.unusual = _unusual(swedish.unusual, english.unusual)
    stood_out = made.unusual["rows"] if made.unusual else []
    rows = [
        *figures_in(made.findings, made.indicators, made.safety),
        *(row["figure"] for row in stood_out),
    ]
    made.metrics = {code: _metric(code) for code in {row["metric"] for row in rows}}
    shown = {pk for row in rows if (pk := row["import"])}
    in_series = {
        pk for row in (*made.indicators, *made.safety, made.unusual or {}) for pk in row.get("imports", ())
    }
    made.sources = sources(shown | in_series)
    return made


def _snapshots(pair: AreaPair) -> tuple[Snapshot, Snapshot]:
    """Return the page's figures in Swedish and in English."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(picture_for_page(pair))
    return found[0], found[1]


def _both(swedish: str, english: str) -> dict[str, str]:
    return {"sv": swedish, "en": english}


def current_findings(picture: SituationPicture) -> list[Finding]:
    """Return the findings that stand and that both see whole, in order."""
    rows = joint(Finding.objects.filter(picture=picture, removed_at=None))
    return list(rows.select_related("written_by__organisation", "area").order_by("position", "pk"))


def byline(party: str, author: Member, written_at: datetime) -> dict[str, Any]:
    """Return who wrote, as the edition keeps it: the party and the author's function, never a name."""
    return {"party": party, "function": author.title or author.organisation.name, "on": written_at}


def _findings(picture: SituationPicture) -> list[dict[str, Any]]:
    """Return the findings with those of their figures that both see."""
    rows = current_findings(picture)
    hidden = hidden_imports((item["import"] for row in rows for item in row.figures), JOINT)
    return [_finding(row, hidden) for row in rows]


def _finding(row: Finding, hidden: frozenset[int]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "statement": row.statement,
        "doubt": row.doubt,
        "area": row.area.key if row.area else None,
        "area_name": row.area.name if row.area else None,
        "figures": [kept_figure(item) for item in row.figures if item["import"] not in hidden],
        **byline(row.party, row.written_by, row.written_at),
    }


def kept_figure(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a figure of a finding as it was shown when it was chosen."""
    known = {**item, **(item.get("shown") or {})}
    return {**{name: known.get(name) for name in FIGURE}, "import": known.get("import")}


def _figure(row: Figure | None) -> dict[str, Any] | None:
    """Return a figure in force."""
    if row is None:
        return None
    return {**{name: getattr(row, name) for name in FIGURE}, "import": row.import_id}


def _some(row: Any, names: tuple[str, ...]) -> dict[str, Any] | None:
    return {name: getattr(row, name) for name in names} if row is not None else None


def _indicator(row: IndicatorRow, english: IndicatorRow) -> dict[str, Any]:
    return {
        "metric": row.metric,
        "grain": row.grain,
        "figure": _figure(row.figure),
        "before": _figure(row.before),
        "rate": _some(row.rate, PER_1000),
        "series": [_some(spot, SPOT) for spot in row.series],
        "series_is_rate": row.series_is_rate,
        "reference": _figure(row.reference),
        "reference_rate": _some(row.reference_rate, PER_1000),
        "sentence": _both(row.sentence, english.sentence),
        "caveats": list(row.caveats),
        "imports": sorted(row.import_ids),
        **_trend(row.trend, english.trend),
    }


def _trend(trend: TrendShown | None, english: TrendShown | None) -> dict[str, Any]:
    """Return the trend of a row, with its key; nothing where there is none."""
    if trend is None or english is None:
        return {}
    return {"trend": {**(_some(trend, TREND) or {}), "sentence": _both(trend.sentence, english.sentence)}}


def _unusual(found: Unusual | None, english: Unusual | None) -> dict[str, Any] | None:
    if found is None or english is None:
        return None
    return {
        **(_some(found, ("start", "end", "tested", "found")) or {}),
        "sentence": _both(found.sentence, english.sentence),
        "rows": [
            {
                "figure": _figure(row.figure),
                **(_some(row, HELD) or {}),
                "sentence": _both(row.sentence, other.sentence),
            }
            for row, other in zip(found.rows, english.rows, strict=True)
        ],
        "imports": sorted(found.import_ids),
    }


def _safety(block: SafetyBlock, english: SafetyBlock) -> dict[str, Any]:
    rows = [*([block.whole] if block.whole else []), *block.rows]
    return {
        "metric": block.metric,
        "title": _both(block.title, english.title),
        "period": _both(block.period, english.period),
        "rows": [{**(_some(row, SAFETY) or {}), "figure": _figure(row.figure)} for row in rows],
        "imports": sorted(block.import_ids),
    }


def _metric(code: str) -> dict[str, Any]:
    known = metric(code)
    return {
        "kind": known.kind,
        "name": _both(known.name, known.name_en),
        "unit": _both(known.unit, known.unit_en),
        "note": _both(known.note, known.note_en),
    }


def figures_in(
    findings: Iterable[Mapping[str, Any]],
    indicators: Iterable[Mapping[str, Any]],
    safety: Iterable[Mapping[str, Any]],
) -> Iterator[dict[str, Any]]:
    """Yield every figure that is shown as a number: those of findings, indicators with what they are set beside, safety."""
    for finding in findings:
        yield from finding["figures"]
    for row in indicators:
        yield from (row[name] for name in ("figure", "before", "reference") if row[name])
    for block in safety:
        yield from (row["figure"] for row in block["rows"] if row["figure"])


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
