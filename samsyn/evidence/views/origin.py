"""Where one figure comes from: file, row, checksum, day. Two clicks from any number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence import access
from samsyn.evidence.models import DataImport
from samsyn.evidence.views import parts, words
from samsyn.people.requests import MemberRequest
from samsyn.places.models import Area
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page
from samsyn.ui.templatetags.numbers import number
from samsyn.ui.texts import say

if TYPE_CHECKING:
    from samsyn.evidence.queries import Origin

MOST_ROWS = 100  # rows of incidents listed under a counted figure


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """The origin of the figure of metric m, area a and period d (to t), as the import holds it."""
    row = access.import_for(request.user, pk)
    found = _origin(request, row)
    seen = found.observation
    if seen is None:
        raise Http404
    may_see_rows = access.may_see_rows_of(request.user, row)
    context: dict[str, Any] = {
        "room": "evidence",
        "row": row,
        "is_example": words.is_example(row),
        "may_see_rows": may_see_rows,
        "sees_whole": access.sees_whole(request.user.party, row),
        "metric": found.metric,
        "kind": found.metric.kind,
        "area": found.area,
        "seen": seen,
        "caveat": say(seen.caveat, dict(seen.caveat_facts)),
        "rule": _rule(found),
        "query": found.query,
        "parts": parts.parts(found),
    }
    if may_see_rows:
        context |= _rows(request, row, found)
    return page(request, "evidence/origin.html", context)


def _origin(request: MemberRequest, row: DataImport) -> Origin:
    from samsyn.evidence import queries

    start, end = _day(request.GET.get("d", "")), _day(request.GET.get("t", ""))
    metric, area = request.GET.get("m", ""), request.GET.get("a", "")
    if start is None or not metric or not area:
        raise Http404
    try:
        return queries.origin(row, metric, area, start, end)
    except Area.DoesNotExist as error:
        raise Http404 from error


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _rule(found: Origin) -> str:
    seen = found.observation
    if seen is None or found.row is not None:
        return ""
    if seen.parts > 1:
        text = ngettext(
            "Summan av %(n)s mindre område som är hela området.",
            "Summan av %(n)s mindre områden som tillsammans är hela området.",
            seen.parts,
        )
        return text % {"n": number(seen.parts)}
    if found.is_counted:
        return _("Antalet rader i filen som hör till området och perioden.")
    return _("Summan av de kortare perioder som källan anger.")


def _rows(request: MemberRequest, row: DataImport, found: Origin) -> dict[str, Any]:
    """Return what of the file itself the figure rests on: its row, or the rows that were counted. It is logged."""
    if row.rows_are_answers:
        return {"line": None, "cells": [], "listed": [], "listed_total": 0}
    wanted = request.GET.get("rad", "")
    listed: list[dict[str, Any]] = []
    if found.row is None and found.is_counted and found.observation and found.observation.parts == 1:
        listed = _counted(request, row, found)
    numbers = {line["row"] for line in listed}
    line = found.row
    if line is None and wanted.isdecimal() and len(wanted) < 12 and int(wanted) in numbers:
        line = int(wanted)
    cells = _cells(row, line) if line is not None else []
    if cells or listed:
        record(Event.ROWS_SEEN, row, by=request.user, rows=len(listed) or 1, row=line)
    return {"line": line, "cells": cells, "listed": listed[:MOST_ROWS], "listed_total": len(listed)}


def _cells(row: DataImport, line: int) -> list[tuple[str, str]]:
    from samsyn.evidence import services

    try:
        return services.original_row(row, line)
    except UserError:
        return []


def _counted(request: MemberRequest, row: DataImport, found: Origin) -> list[dict[str, Any]]:
    """Return the incidents of this import behind a counted figure: row, category, start, url."""
    from samsyn.evidence import queries
    from samsyn.evidence.metrics import INCIDENTS, category_metric

    seen = found.observation
    assert seen is not None
    table = queries.incidents(
        row.city, division=found.area.division, start=seen.start, end=seen.end, area=found.area
    )
    asked = {name: request.GET[name] for name in ("m", "a", "d", "t") if name in request.GET}
    names = ("row", "category", "start", "precision", "area", "import_id")
    columns = zip(*(table[name].to_pylist() for name in names), strict=True)
    return [
        {"row": line, "category": category, "start": start, "precision": precision}
        | {"url": f"?{urlencode({**asked, 'rad': line})}#rad"}
        for line, category, start, precision, area, import_id in columns
        if import_id == row.pk
        and area == found.area.key
        and (seen.metric == INCIDENTS or category_metric(category) == seen.metric)
    ]
