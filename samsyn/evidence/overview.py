"""Reading for the pages of Underlag: what is in force, under way and stopped, per city, in a few queries.

Every function gives what the audience knows of (`access.known_datasets`, `access.known_imports`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet, Sum

from samsyn.evidence.access import known_datasets, known_imports, known_recipes
from samsyn.evidence.metrics import INCIDENTS
from samsyn.evidence.models import (
    DataImport,
    Dataset,
    DatasetScope,
    ImportContents,
    ImportRecipe,
    ImportState,
)
from samsyn.places.models import City, Division

UNDER_WAY = (ImportState.RECEIVED, ImportState.QUEUED, ImportState.RUNNING)


@dataclass(frozen=True)
class DatasetLine:
    """One dataset on the first page: what holds now and where it came from."""

    dataset: Dataset
    last: DataImport | None
    start: date | None
    end: date | None
    rows: int
    imports: int


@dataclass
class CityEvidence:
    """One city's evidence: datasets in force, files under way, files that stopped."""

    city: City
    may_import: bool
    lines: list[DatasetLine] = field(default_factory=list)
    under_way: list[DataImport] = field(default_factory=list)
    failed: list[DataImport] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.under_way or self.failed)


def by_city(cities: Sequence[City], importable: set[int]) -> list[CityEvidence]:
    """Return the evidence of the cities in their order, in four queries however many there are.

    importable  ids of the cities where the member may read files in
    """
    found = {city.pk: CityEvidence(city, city.pk in importable) for city in cities}
    for line in _lines(found):
        found[line.dataset.city_id].lines.append(line)
    open_imports = DataImport.objects.filter(
        known_imports(), city__in=found, state__in=[*UNDER_WAY, ImportState.FAILED]
    ).select_related("dataset", "received_by")
    for row in open_imports:
        entry = found[row.city_id]
        if row.state != ImportState.FAILED:
            entry.under_way.append(row)
        elif len(entry.failed) < 10:
            entry.failed.append(row)
    return [found[city.pk] for city in cities]


def _lines(cities: Iterable[int]) -> list[DatasetLine]:
    in_force = Q(imports__state=ImportState.IN_FORCE)
    datasets = (
        Dataset.objects.filter(known_datasets(), city__in=cities)
        .select_related("source")
        .annotate(
            in_force=Count("imports", filter=in_force, distinct=True),
        )
        .prefetch_related(
            Prefetch(
                "imports",
                DataImport.objects.filter(state=ImportState.IN_FORCE).select_related("received_by"),
                to_attr="current",
            )
        )
    )
    spans: dict[int, dict[str, Any]] = {
        row["data_import__dataset"]: {"start": row["start"], "end": row["end"]}
        for row in ImportContents.objects.filter(
            _known(),
            data_import__state=ImportState.IN_FORCE,
            data_import__dataset__city__in=cities,
        )
        .order_by()
        .values("data_import__dataset")
        .annotate(start=Min("period_start"), end=Max("period_end"))
    }
    return [_line(dataset, spans.get(dataset.pk, {})) for dataset in datasets]


def _line(dataset: Any, span: dict[str, Any]) -> DatasetLine:
    current = dataset.current
    return DatasetLine(
        dataset,
        current[0] if current else None,
        span.get("start"),
        span.get("end"),
        sum(row.rows_taken for row in current),
        len(current),
    )


def _dicts(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


def imports_of(dataset: Dataset) -> QuerySet[DataImport]:
    """Return the dataset's imports, newest first."""
    return dataset.imports.filter(known_imports()).select_related("received_by", "supersedes")


def metrics_of(dataset: Dataset) -> list[dict[str, Any]]:
    """Return one dict per metric in force in the dataset: metric, start, end, rows."""
    return _dicts(
        ImportContents.objects.filter(data_import__dataset=dataset, data_import__state=ImportState.IN_FORCE)
        .order_by("metric")
        .values("metric")
        .annotate(start=Min("period_start"), end=Max("period_end"), rows=Sum("rows"))
    )


def contents_of(data_import: DataImport) -> QuerySet[ImportContents]:
    return data_import.contents.select_related("division")


def datasets_of(city: City) -> QuerySet[Dataset]:
    return Dataset.objects.filter(known_datasets(), city=city).select_related("source")


def recipes_of(city: City, reader: str = "") -> QuerySet[ImportRecipe]:
    rows = ImportRecipe.objects.filter(known_recipes(), city=city)
    return rows.filter(reader=reader) if reader else rows


def divisions_of(city: City) -> QuerySet[Division]:
    return Division.objects.filter(city=city)


def _known() -> Q:
    """Return the condition that the audience knows of the dataset of a line of the catalogue."""
    return known_datasets("data_import__dataset__")


def _is(code: str, *, field: str = "metric") -> Q:
    """Return the condition that a line is of the metric; all incidents are the sum of their kinds."""
    whole = Q(**{field: code})
    return whole | Q(**{f"{field}__startswith": f"{INCIDENTS}."}) if code == INCIDENTS else whole


def where_figures_are(metric: str, city: City) -> list[dict[str, Any]]:
    """Return where the metric has figures in force in the city: division, grain, start, end, rows, datasets."""
    return _dicts(
        ImportContents.objects.filter(
            _is(metric), _known(), data_import__city=city, data_import__state=ImportState.IN_FORCE
        )
        .order_by("division__kind", "division__name", "grain")
        .values("division", "division__name", "grain")
        .annotate(start=Min("period_start"), end=Max("period_end"), rows=Sum("rows"))
    )


def sources_of(metric: str, city: City) -> QuerySet[Dataset]:
    """Return the datasets whose imports in force hold the metric."""
    return (
        Dataset.objects.filter(
            _is(metric, field="imports__contents__metric"),
            known_datasets(),
            city=city,
            imports__state=ImportState.IN_FORCE,
        )
        .select_related("source")
        .distinct()
    )


def metrics_in_force(cities: Iterable[City]) -> list[dict[str, Any]]:
    """Return every metric with figures in force in the cities: metric, city, start, end, rows."""
    return _dicts(
        ImportContents.objects.filter(
            _known(), data_import__city__in=cities, data_import__state=ImportState.IN_FORCE
        )
        .order_by("data_import__city__name", "metric")
        .values("metric", "data_import__city", "data_import__city__name", "data_import__city__slug")
        .annotate(start=Min("period_start"), end=Max("period_end"), rows=Sum("rows"))
    )


def incident_spans(city: City) -> list[tuple[date, date]]:
    """Return the half-open spans that the files of incidents in force cover: outside them nothing is known."""
    return list(
        ImportContents.objects.filter(
            known_datasets("data_import__dataset__", least=DatasetScope.PLACES),
            data_import__city=city,
            data_import__state=ImportState.IN_FORCE,
            metric__startswith="incidents",
        )
        .order_by()
        .values_list("period_start", "period_end")
        .distinct()
    )


def incident_years(spans: list[tuple[date, date]]) -> list[int]:
    """Return the years that the spans touch, oldest first."""
    years = {year for first, end in spans for year in range(first.year, (end - timedelta(days=1)).year + 1)}
    return sorted(years)


def incident_datasets(city: City) -> QuerySet[Dataset]:
    """Return the datasets whose incidents are in force in the city."""
    return (
        Dataset.objects.filter(
            known_datasets(least=DatasetScope.PLACES),
            city=city,
            imports__state=ImportState.IN_FORCE,
            imports__incidents_checksum__gt="",
        )
        .select_related("source")
        .distinct()
    )


def only_by_area(city: City) -> QuerySet[Dataset]:
    """Return the datasets of incidents in force that the other has released by area, without their places."""
    places = Dataset.objects.filter(known_datasets(least=DatasetScope.PLACES), city=city)
    known = Dataset.objects.filter(
        known_datasets(), city=city, imports__state=ImportState.IN_FORCE, imports__incidents_checksum__gt=""
    )
    return known.exclude(pk__in=places.values("pk")).distinct()


def kinds_in_force(city: City) -> list[str]:
    """Return the metrics of the kinds of incidents that are in force in the city."""
    rows = ImportContents.objects.filter(
        _known(),
        data_import__city=city,
        data_import__state=ImportState.IN_FORCE,
        metric__startswith=f"{INCIDENTS}.",
    )
    return list(rows.order_by("metric").values_list("metric", flat=True).distinct())
