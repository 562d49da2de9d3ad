"""A dataset, and the metrics: what they mean and where there are figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.evidence import access, metrics, overview
from samsyn.evidence.models import Dataset
from samsyn.evidence.views import pictures, sharing, words
from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.places.models import Area, City, Division
from samsyn.ui.shortcuts import page

MOST_AREAS = 400


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    return dataset_page(request, access.dataset_for(request.user, pk))


def dataset_page(
    request: MemberRequest, dataset: Dataset, *, status: int = 200, **of_release: Any
) -> HttpResponse:
    """Return the page of a dataset that the reader knows of, with the form of its release as it was sent."""
    context = {
        "room": "evidence",
        "dataset": dataset,
        "is_example": dataset.is_example or dataset.city.is_example,
        "may_import": access.may_import(request.user, dataset.city),
        "imports": list(overview.imports_of(dataset)),
        "metrics": [
            {**line, "name": words.metric_name(line["metric"])} for line in overview.metrics_of(dataset)
        ],
        "reader_title": words.reader_title(dataset.reader),
        **sharing.shown(dataset, request.user, **of_release),
    }
    return page(request, "evidence/dataset.html", context, status=status)


@dataclass(frozen=True)
class Where:
    """A city that has figures of a metric."""

    slug: str
    name: str
    start: date
    end: date


@login_required
@require_safe
def all_metrics(request: MemberRequest) -> HttpResponse:
    """Every metric: those of metrics.toml, and those that a file brought with it."""
    cities = list(people.visible_cities(request.user))
    found: dict[str, list[Where]] = {}
    for row in overview.metrics_in_force(cities):
        where = Where(
            row["data_import__city__slug"], row["data_import__city__name"], row["start"], row["end"]
        )
        found.setdefault(row["metric"], []).append(where)
    found |= _all_incidents(found)
    known = metrics.all_metrics()
    others = sorted(set(found) - {one.code for one in known})
    lines = [
        {"metric": one, "places": found.get(one.code, [])}
        for one in [*known, *(metrics.metric(code) for code in others)]
    ]
    lines.sort(key=lambda line: not line["places"])
    context = {
        "room": "evidence",
        "lines": lines,
        "is_example": any(city.is_example for city in cities),
    }
    return page(request, "evidence/metrics.html", context)


def _all_incidents(found: dict[str, list[Where]]) -> dict[str, list[Where]]:
    """Return where there are incidents of any kind: one span per city over its kinds."""
    whole: dict[str, Where] = {}
    for code, places in found.items():
        for one in places if code.startswith(f"{metrics.INCIDENTS}.") else []:
            seen = whole.get(one.slug, one)
            span = (min(seen.start, one.start), max(seen.end, one.end))
            whole[one.slug] = Where(one.slug, one.name, *span)
    return {metrics.INCIDENTS: list(whole.values())} if whole else {}


@login_required
@require_safe
def metric(request: MemberRequest, code: str) -> HttpResponse:
    """One metric in one city: the latest figure of every area of a division, and one area over time."""
    cities = list(people.visible_cities(request.user))
    city = _city(request, cities)
    one = metrics.metric(code)
    where = overview.where_figures_are(code, city)
    if not where and code not in {known.code for known in metrics.all_metrics()}:
        raise Http404
    context: dict[str, Any] = {
        "room": "evidence",
        "metric": one,
        "definition": words.definition(one),
        "facts": _facts(one),
        "kind": one.kind,
        "city": city,
        "cities": cities,
        "is_example": city.is_example,
        "may_import": access.may_import(request.user, city),
        "datasets": list(overview.sources_of(code, city)),
    }
    where = _with_years(one, where)
    context["where"] = [{**line, "grain_word": words.grain_word(line["grain"])} for line in where]
    if where:
        context |= _figures(request, one, where, context["datasets"])
    return page(request, "evidence/metric.html", context)


def _with_years(one: metrics.Metric, where: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return where there are figures, with the years that counts per month or quarter add up to, years first."""
    yearly = {line["division"] for line in where if line["grain"] == "year"}
    shorter = {
        line["division"]: line
        for line in where
        if line["grain"] in {"quarter", "month"} and one.kind == "count"
    }
    shorter = {pk: line for pk, line in shorter.items() if _has_whole_year(line["start"], line["end"])}
    added = [{**line, "grain": "year", "rows": None} for pk, line in shorter.items() if pk not in yearly]
    return sorted([*added, *where], key=lambda line: line["grain"] != "year")


def _has_whole_year(start: date, end: date) -> bool:
    first = start.year if (start.month, start.day) == (1, 1) else start.year + 1
    return date(first + 1, 1, 1) <= end


def _city(request: MemberRequest, cities: list[City]) -> City:
    wanted = request.GET.get("stad", "")
    for city in cities:
        if city.slug == wanted or not wanted:
            return city
    raise Http404


def _facts(one: metrics.Metric) -> list[dict[str, str]]:
    lines = [
        {"label": _("Slag"), "value": words.kind_word(one)},
        {"label": _("Enhet"), "value": one.unit_label or "–"},
        {"label": _("Riktning"), "value": words.direction_word(one)},
    ]
    if one.police_driven:
        driven = _("Talet styrs i hög grad av hur mycket polisen söker efter brotten.")
        lines.append({"label": _("Vad som styr talet"), "value": driven})
    if one.denominator:
        lines.append({"label": _("Jämförs med"), "value": words.metric_name(one.denominator)})
    if one.source:
        lines.append({"label": _("Vanlig källa"), "value": one.source})
    return lines


def _figures(
    request: MemberRequest, one: metrics.Metric, where: list[dict[str, Any]], datasets: list[Dataset]
) -> dict[str, Any]:
    """Return the latest figures of the chosen division, the series of the chosen area, and pictures of both."""
    from samsyn.evidence import queries

    chosen = _chosen(request, where)
    division = Division.objects.select_related("city").get(pk=chosen["division"])
    code, grain = one.code, chosen["grain"]
    areas = list(Area.objects.filter(division=division).defer("geometry").order_by("name")[:MOST_AREAS])
    for drawn in areas:
        drawn.division = division
    latest = queries.latest(code, areas, grain=grain)
    version = queries.figures_version(division.city)
    lines = [_line(area, latest.get(area.key)) for area in areas]
    area = next((one for one in areas if one.key == request.GET.get("omrade")), None)
    area = area or next((line["area"] for line in lines if line["seen"]), areas[0] if areas else None)
    series = queries.series(code, area, grain=grain) if area else []
    seen = [(line["area"], line["seen"]) for line in lines]
    beside = pictures.side_by_side(one, division, seen, datasets, version)
    return {
        "division": division,
        "grain": grain,
        "latest": lines,
        "areas": areas,
        "area": area,
        "trend": pictures.over_time(one, area, series, datasets, version) if area else None,
        "beside": beside,
        "is_numbered": pictures.is_map(beside, one, seen),
        "has_base": any(seen.base is not None for seen in [*latest.values(), *series]),
        "series": [{"seen": seen, "url": queries.origin_url(seen)} for seen in reversed(series)],
    }


def _chosen(request: MemberRequest, where: list[dict[str, Any]]) -> dict[str, Any]:
    wanted = (request.GET.get("indelning", ""), request.GET.get("tid", ""))
    for line in where:
        if (str(line["division"]), line["grain"]) == wanted:
            return line
    return where[0]


def _line(area: Area, seen: Any) -> dict[str, Any]:
    from samsyn.evidence import queries

    return {"area": area, "seen": seen, "url": queries.origin_url(seen) if seen else ""}
