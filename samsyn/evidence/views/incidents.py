"""Single incidents, for one who may see rows: how many per category and month, and where."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from babel.dates import get_month_names
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.audit.services import record
from samsyn.evidence import access, overview
from samsyn.evidence.metrics import category_label
from samsyn.evidence.models import DatasetScope
from samsyn.people import access as people
from samsyn.people.models import Member
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaKind, City, Division
from samsyn.ui.clock import now, today
from samsyn.ui.shortcuts import page

if TYPE_CHECKING:
    import pyarrow as pa

MOST_POINTS = 20_000
COARSE = 3  # digits of a degree, about a hundred metres: where the places are released but not the rows
POINTS = "points"  # what the log says was opened
LOGGED_FOR = timedelta(hours=1)
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
    from samsyn.evidence import queries

    city = _city(request)
    spans = overview.incident_spans(city)
    years = overview.incident_years(spans)
    year = _year(request, years)
    found = queries.incident_year(city, year) if year else None
    total = found.total if found else 0
    context: dict[str, Any] = {
        "room": "evidence",
        "city": city,
        "is_example": city.is_example,
        "may_import": access.may_import(request.user, city),
        "years": years,
        "year": year,
        "total": total,
        "most": MOST_POINTS,
        "only_by_area": list(overview.only_by_area(city)),
    }
    if year and found and total:
        known = _known_months(spans, year)
        context |= {
            "months": _month_names(),
            "table": [
                {
                    "category": category_label(name),
                    "counts": [
                        count if count or is_known else None
                        for count, is_known in zip(counts, known, strict=True)
                    ],
                    "total": sum(counts),
                }
                for name, counts in found.rows
            ],
            "is_whole": all(known),
            "unplaced": found.unplaced,
            "bounds": _bounds(city, found.bounds),
            "datasets": list(overview.incident_datasets(city)),
        }
    return page(request, "evidence/incidents.html", context)


@login_required
@require_safe
def points(request: MemberRequest) -> JsonResponse:
    """The year's incidents with a place as GeoJSON, the latest first, at most 20 000. That they were taken is logged."""
    from samsyn.evidence import queries

    city = _city(request)
    year = _year(request, overview.incident_years(overview.incident_spans(city)))
    features = as_features(_incidents(city, year), coarse=queries.without_rows(city)) if year else []
    if features and not _is_logged(request.user, city):
        record(Event.ROWS_SEEN, city, by=request.user, rows=len(features), what=POINTS)
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _bounds(city: City, found: tuple[float, float, float, float] | None) -> str:
    """Return the sides of the map; rough ones where some rows are not released."""
    from samsyn.evidence import queries

    if found is None:
        return ""
    digits = COARSE - 1 if queries.without_rows(city) else 5
    return ",".join(f"{side:.{digits}f}" for side in found)


def _is_logged(member: Member, city: City) -> bool:
    """Whether the log already says that the member has opened the city's points within the hour."""
    return LogEntry.objects.filter(
        object_type=City._meta.label_lower,
        object_id=str(city.pk),
        event=Event.ROWS_SEEN,
        by_id=member.pk,
        at__gt=now() - LOGGED_FOR,
        facts__contains=f'"what":"{POINTS}"',
    ).exists()


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
    return queries.incidents(
        city,
        division=division,
        start=date(year, 1, 1),
        end=date(year + 1, 1, 1),
        only_placed=True,
        most=MOST_POINTS,
        least=DatasetScope.PLACES,
    )


def as_features(table: pa.Table, *, coarse: frozenset[int] = frozenset()) -> list[dict[str, Any]]:
    """Return incidents that have a place as GeoJSON features, the latest first.

    coarse  the imports whose rows are not released: their points lie on a grid of about a hundred metres, with the
            month and no row. They come last, in an order that says nothing of when in the month they were
    """
    names = ("lon", "lat", "category", "start", "precision", "import_id", "row")
    columns = zip(*(table[name].to_pylist() for name in names), strict=True)
    features = [
        _feature(*place, import_id=import_id, row=None if import_id in coarse else row)
        for *place, import_id, row in columns
    ][::-1]
    rough = [one for one in features if one["properties"]["import"] in coarse]
    return [
        *(one for one in features if one["properties"]["import"] not in coarse),
        *sorted(rough, key=_place),
    ]


def _place(feature: dict[str, Any]) -> tuple[Any, ...]:
    """What a rough point may be put in order by."""
    said = feature["properties"]
    return (said["time"], said["category"], feature["geometry"]["coordinates"], said["import"])


def _feature(
    lon: float,
    lat: float,
    category: str,
    start: datetime,
    precision: str,
    *,
    import_id: int,
    row: int | None,
) -> dict[str, Any]:
    """Return one incident; without its row only roughly where and when it was."""
    if row is None:
        precision, digits = "month", COARSE
    else:
        digits = 6
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, digits), round(lat, digits)]},
        "properties": {
            "category": category,
            "time": start.isoformat(timespec="minutes")[: PRECISE.get(precision, 10)],
            "precision": precision,
            "import": import_id,
            **({"row": row} if row is not None else {}),
        },
    }


def _known_months(spans: list[tuple[date, date]], year: int) -> list[bool]:
    """Return for each month of the year whether some file covers it; no incident in another is not a zero."""
    firsts = [date(year, month, 1) for month in range(1, 13)]
    return [any(start <= first < end for start, end in spans) for first in firsts]


def _month_names() -> list[str]:
    locale = "sv" if (get_language() or "sv").startswith("sv") else "en_GB"
    names = get_month_names("abbreviated", locale=locale)
    return [str(names[month]).rstrip(".") for month in range(1, 13)]
