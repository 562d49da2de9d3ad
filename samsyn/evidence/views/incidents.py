"""Single incidents, for one who may see rows: how many per category and month, and where."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from babel.dates import get_month_names
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence import access, overview
from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaKind, City, Division
from samsyn.ui.clock import today
from samsyn.ui.shortcuts import page

if TYPE_CHECKING:
    import pyarrow as pa

MOST_POINTS = 20_000
PRECISE = {"month": 7, "day": 10, "minute": 16}  # letters of 2022-01-31T14:05 that the source vouches for
KNOWN_BEST = (
    AreaKind.CITY_AREA,
    AreaKind.INTERMEDIATE_AREA,
    AreaKind.PRIMARY_AREA,
    AreaKind.MUNICIPALITY,
)


@login_required
@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """Incidents of one city and year per category and month: a table first, then the place for a map."""
    city = _city(request)
    years = overview.incident_years(city)
    year = _year(request, years)
    table = _incidents(city, year) if year else None
    total = table.num_rows if table is not None else 0
    context: dict[str, Any] = {
        "room": "evidence",
        "city": city,
        "is_example": city.is_example,
        "may_import": access.may_import(request.user, city),
        "years": years,
        "year": year,
        "total": total,
        "most": MOST_POINTS,
    }
    if table is not None and total:
        context |= {
            "months": _month_names(),
            "table": count_by_month(table),
            "unplaced": table["lon"].null_count,
            "bounds": _bounds(table),
            "datasets": list(overview.incident_datasets(city)),
        }
    return page(request, "evidence/incidents.html", context)


@login_required
@require_safe
def points(request: MemberRequest) -> JsonResponse:
    """The year's incidents with a place as GeoJSON, the latest first, at most 20 000. That they were taken is logged."""
    city = _city(request)
    year = _year(request, overview.incident_years(city))
    features = as_features(_incidents(city, year)) if year else []
    record(Event.ROWS_SEEN, city, by=request.user, rows=len(features), what="points")
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@login_required
@require_safe
def areas(request: MemberRequest) -> JsonResponse:
    """The ground of the map: the city's own areas as GeoJSON."""
    from samsyn.places.queries import outline

    division = _ground(_city(request))
    rows = list(division.areas.defer("geometry")) if division else []
    answer = JsonResponse(outline(rows))
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _ground(city: City) -> Division | None:
    """Return the division that a map of points lies on: the one in force that people know best."""
    rows = {row.kind: row for row in Division.objects.on(today()).filter(city=city)}
    return next((rows[kind] for kind in KNOWN_BEST if kind in rows), None) or next(iter(rows.values()), None)


def _city(request: MemberRequest) -> City:
    """Return the city asked for, else the member's only or first one; 403 where she may not see rows."""
    wanted = request.GET.get("stad", "")
    if not wanted:
        first = people.visible_cities(request.user).first()
        if first is None:
            raise Http404
        wanted = first.slug
    return access.rows_for(request.user, wanted)


def _year(request: MemberRequest, years: list[int]) -> int | None:
    wanted = request.GET.get("ar", "")
    if wanted.isdecimal() and len(wanted) == 4 and int(wanted) in years:
        return int(wanted)
    return years[-1] if years else None


def _incidents(city: City, year: int) -> pa.Table:
    from samsyn.evidence import queries

    division = _ground(city)
    if division is None:
        raise Http404
    return queries.incidents(city, division=division, start=date(year, 1, 1), end=date(year + 1, 1, 1))


def count_by_month(table: pa.Table) -> list[dict[str, Any]]:
    """Return one dict per category, the most common first: category, twelve counts, total.

    table   category str, start timestamp, all of one year
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    months = pa.table({"category": table["category"], "month": pc.month(table["start"])})
    counted = months.group_by(["category", "month"]).aggregate([([], "count_all")]).to_pylist()
    rows: dict[str, list[int]] = {}
    for one in counted:
        rows.setdefault(one["category"], [0] * 12)[one["month"] - 1] = one["count_all"]
    lines = [{"category": name, "counts": counts, "total": sum(counts)} for name, counts in rows.items()]
    return sorted(lines, key=lambda line: (-line["total"], line["category"]))


def _bounds(table: pa.Table) -> str:
    """Return west,south,east,north of the points; "" without any."""
    import pyarrow.compute as pc

    lon, lat = pc.min_max(table["lon"]).as_py(), pc.min_max(table["lat"]).as_py()
    if lon["min"] is None or lat["min"] is None:
        return ""
    return f"{lon['min']:.5f},{lat['min']:.5f},{lon['max']:.5f},{lat['max']:.5f}"


def as_features(table: pa.Table) -> list[dict[str, Any]]:
    """Return the latest incidents that have a place as GeoJSON features, at most 20 000."""
    import pyarrow.compute as pc

    placed = table.filter(pc.is_valid(table["lon"]))
    placed = placed.slice(max(0, placed.num_rows - MOST_POINTS))
    names = ("lon", "lat", "category", "start", "precision", "import_id", "row")
    columns = zip(*(placed[name].to_pylist() for name in names), strict=True)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]},
            "properties": {
                "category": category,
                "time": start.isoformat(timespec="minutes")[: PRECISE.get(precision, 10)],
                "precision": precision,
                "import": import_id,
                "row": row,
            },
        }
        for lon, lat, category, start, precision, import_id, row in columns
    ]
    return features[::-1]


def _month_names() -> list[str]:
    locale = "sv" if (get_language() or "sv").startswith("sv") else "en_GB"
    names = get_month_names("abbreviated", locale=locale)
    return [str(names[month]).rstrip(".") for month in range(1, 13)]
