"""Places: the cities, their divisions and areas, and the way to add another city."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samsyn.places import access, drawing, intake, queries
from samsyn.places.forms import CityForm, PairForm
from samsyn.places.models import Area, AreaKind, AreaPair, City, Division
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

ROOM = "evidence"
DRAFT = "places-draft"
SMALL = {AreaKind.BASE_AREA}
MOST_ON_COVER = 120
COVER_FIRST = (
    AreaKind.CITY_AREA,
    AreaKind.INTERMEDIATE_AREA,
    AreaKind.CITY_DISTRICT,
    AreaKind.PRIMARY_AREA,
    AreaKind.OTHER,
    AreaKind.MUNICIPALITY,
)


@login_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    cities = list(access.visible_cities(request.user))
    divisions = defaultdict(list)
    for row in _divisions(cities):
        divisions[row.city_id].append(row)
    rows = [{"city": city, "divisions": divisions[city.pk]} for city in cities]
    context = {"room": ROOM, "rows": rows, "may_add": access.rules().may_add_cities(request.user)}
    return page(request, "places/start.html", context)


def _divisions(cities: list[City]) -> list[Division]:
    """Divisions with their number of areas: the largest areas first."""
    order = {kind: number for number, kind in enumerate(AreaKind.values)}
    rows = Division.objects.filter(city__in=cities).select_related("city").annotate(count=Count("areas"))
    return sorted(rows, key=lambda row: (order.get(row.kind, 99), -row.valid_from.toordinal()))


@login_required
@require_GET
def city(request: HttpRequest, city: str) -> HttpResponse:
    row = access.city_for(request.user, city)
    divisions = _divisions([row])
    cover = _cover(divisions)
    context = {
        "room": ROOM,
        "city": row,
        "is_example": row.is_example,
        "divisions": divisions,
        "cover": cover,
        "picture": _map_of(cover) if cover else None,
        "pairs": AreaPair.objects.filter(city=row)
        .select_related("city_area__division", "police_area__division")
        .defer("city_area__geometry", "police_area__geometry")
        .order_by("-valid_from", "name"),
        "may_change": access.rules().administers(request.user, row),
    }
    return page(request, "places/city.html", context)


def _cover(divisions: list[Division]) -> Division | None:
    """The division that shows the city best: in force, of few and large areas."""
    in_force = [row for row in divisions if row.valid_to is None and row.count <= MOST_ON_COVER]  # type: ignore[attr-defined]
    rank = {kind: number for number, kind in enumerate(COVER_FIRST)}
    return min(in_force, key=lambda row: rank.get(AreaKind(row.kind), 99), default=None)


def _map_of(division: Division) -> drawing.AreaMap:
    title = _("Karta över %(division)s i %(city)s") % {"division": division.name, "city": division.city.name}
    return drawing.area_map(queries.areas_of(division), title=title)


@login_required
@require_GET
def division(request: HttpRequest, city: str, division: str) -> HttpResponse:
    row = access.division_for(request.user, city, division)
    areas = queries.areas_of(row)
    context = {
        "room": ROOM,
        "division": row,
        "city": row.city,
        "is_example": row.city.is_example,
        "areas": queries.with_wholes(areas),
        "picture": _map_of(row),
        "is_numbered": len(areas) > drawing.MOST_NAMES,
    }
    return page(request, "places/division.html", context)


@login_required
@require_GET
def area(request: HttpRequest, city: str, division: str, code: str) -> HttpResponse:
    row = access.area_for(request.user, city, division, code)
    beside = queries.areas_of(row.division)
    parts = queries.parts(row)
    title = _("Karta över %(area)s") % {"area": row.name}
    context = {
        "room": ROOM,
        "area": row,
        "division": row.division,
        "city": row.division.city,
        "is_example": row.division.city.is_example,
        "parts": parts,
        "wholes": queries.wholes(row),
        "older": queries.predecessors(row),
        "newer": queries.successors(row),
        "breaks": queries.breaks_of(row),
        "size_km2": queries.size_km2(row),
        "picture": drawing.area_map(
            parts or [row], around=beside, title=title, with_words=bool(parts), marked=frozenset({row.pk})
        ),
        "is_numbered": len(parts) > drawing.MOST_NAMES,
    }
    return page(request, "places/area.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_city(request: HttpRequest) -> HttpResponse:
    access.must_add_cities(request.user)
    if request.method == "GET":
        kept = request.session.get(DRAFT, {})
        form = CityForm(initial={"valid_from": "", **kept.get("fields", {}), "kept": kept.get("token", "")})
        return page(request, "places/new_city.html", {"room": ROOM, "form": form})
    form = CityForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            _keep_draft(request, form.cleaned_data)
            intake.read_areas(**_file_of(request))
            return redirect("places:review-city")
        except UserError as error:
            form = _with_kept(request, form)
            form.add_error(None, str(error))
    return page(request, "places/new_city.html", {"room": ROOM, "form": form}, status=status)


def _keep_draft(request: HttpRequest, cleaned: dict[str, Any]) -> None:
    """Remember the answers in the session and the file on disk, so that nothing must be typed or chosen twice."""
    upload = cleaned.get("file")
    token, file_name = cleaned["kept"], request.session.get(DRAFT, {}).get("file_name", "")
    if upload:
        token, file_name = intake.keep_file(upload, upload.name), upload.name
    fields = {name: cleaned[name] for name in cleaned if name not in {"file", "kept", "valid_from"}}
    request.session[DRAFT] = {
        "token": token,
        "file_name": file_name,
        "fields": {**fields, "valid_from": cleaned["valid_from"].isoformat()},
    }


def _with_kept(request: HttpRequest, form: CityForm) -> CityForm:
    """The same form with the file remembered."""
    data = {**form.data.dict(), "kept": request.session[DRAFT]["token"]}  # type: ignore[attr-defined]
    again = CityForm(data)
    again.is_valid()
    return again


def _file_of(request: HttpRequest) -> dict[str, Any]:
    kept = request.session.get(DRAFT) or {}
    fields = kept.get("fields", {})
    return {
        "path": intake.kept_file(kept.get("token", "")),
        "file_name": kept.get("file_name", ""),
        "options": {"code": fields.get("code_column"), "name": fields.get("name_column")},
    }


@login_required
@require_http_methods(["GET", "POST"])
def review_city(request: HttpRequest) -> HttpResponse:
    access.must_add_cities(request.user)
    try:
        draft = intake.read_areas(**_file_of(request))
    except UserError as error:
        messages.error(request, str(error))
        return redirect("places:new-city")
    fields = request.session[DRAFT]["fields"]
    context = _review_context(request, draft)
    if request.method == "GET":
        return page(request, "places/review_city.html", context)
    try:
        made = intake.add_city_with_areas(
            city=intake.NewCity(fields["name"], fields["code"], fields["country"]),
            division=intake.NewDivision(
                fields["division"],
                fields["kind"],
                parse_date(fields["valid_from"]) or today(),
                source=fields["source"],
                licence=fields["licence"],
            ),
            draft=draft,
            by=request.user,  # type: ignore[arg-type]
            since=today(),
        )
    except UserError as error:
        return page(request, "places/review_city.html", {**context, "error": str(error)}, status=422)
    del request.session[DRAFT]
    messages.success(
        request,
        _("%(city)s är tillagd med %(count)s områden. Öppna nu det första områdesparet.")
        % {"city": made.name, "count": len(draft.areas)},
    )
    return redirect("places:new-pair", made.slug)


def _review_context(request: HttpRequest, draft: intake.Draft) -> dict[str, Any]:
    rows = intake.draft_rows(draft)
    kept = request.session[DRAFT]
    return {
        "room": ROOM,
        "fields": kept["fields"],
        "kind": queries.kind_name(kept["fields"]["kind"]),
        "file_name": kept["file_name"],
        "rows": rows,
        "notes": draft.notes,
        "problems": intake.first_few(draft.problems),
        "problem_count": len(draft.problems),
        "is_numbered": len(rows) > drawing.MOST_NAMES,
        "picture": drawing.draft_map(rows, title=_("Karta över områdena i filen")),
    }


@login_required
@require_http_methods(["GET", "POST"])
def new_pair(request: HttpRequest, city: str) -> HttpResponse:
    row = access.city_for(request.user, city, change=True)
    areas = list(
        Area.objects.filter(division__city=row)
        .filter(division__in=Division.objects.on(today()))
        .exclude(division__kind__in=SMALL)
        .select_related("division__city")
        .defer("geometry")
        .order_by("division__kind", "name")
    )
    form = PairForm(request.POST or None, city=row, areas=areas, initial={"valid_from": today()})
    if request.method == "POST" and form.is_valid():
        try:
            pair = intake.open_pair_in(city=row, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, _("Områdesparet %(pair)s är öppnat.") % {"pair": pair.name})
            return redirect("places:city", row.slug)
        except UserError as error:
            form.add_error(None, str(error))
    status = 422 if request.method == "POST" else 200
    context = {"room": ROOM, "city": row, "form": form, "is_example": row.is_example}
    return page(request, "places/new_pair.html", context, status=status)
