"""Points of what the parties have agreed in writing: when agreements and promises to residents begin and end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from samsyn.agreements.models import Agreement, CitizenPromise
from samsyn.agreements.workflow import Stage
from samsyn.meetings.points import Owner, Point, PointKind
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.ui.clock import today

NOTICE = timedelta(days=90)  # before the end: time to write, review and sign the next one
SIGNED = (Stage.SIGNED, Stage.IN_FORCE, Stage.ENDED)


def agreements(owner: Owner, start: date, end: date) -> list[Point]:
    """Each signed agreement's first and last day, and the day when it is time to begin on the next one."""
    if not isinstance(owner, AreaPair):
        return []
    next_ones = Agreement.objects.filter(replaces=OuterRef("pk")).standing()
    rows = (
        Agreement.objects.filter(pair=owner, stage__in=SIGNED)
        .exclude(valid_from=None)
        .defer("canonical")
        .annotate(has_next=Exists(next_ones))
    )
    found = []
    for row in rows.order_by("pk"):
        row.pair = owner
        found += [make(row) for make in (_first_day, _begin_next, _last_day)]
    return [point for point in found if point is not None and start <= point.date < end]


def _first_day(row: Agreement) -> Point | None:
    assert row.valid_from is not None
    return Point(
        row.valid_from,
        None,
        PointKind.AGREEMENT,
        _("%(title)s börjar gälla") % {"title": row.title},
        row.get_absolute_url(),
        row.pair,
        is_done=row.stage in (Stage.IN_FORCE, Stage.ENDED),
        key=f"agreement-first:{row.pk}",
        about=row,
    )


def _ends_on(row: Agreement) -> date | None:
    """Return the last day: the one agreed, or the day when it ended before that."""
    if row.stage == Stage.ENDED and row.ended_on is not None and row.last_day is not None:
        return min(row.last_day, row.ended_on)
    return row.last_day if row.stage != Stage.ENDED else row.ended_on


def _begin_next(row: Agreement) -> Point | None:
    if row.last_day is None or row.stage == Stage.ENDED:
        return None
    on, has_next = row.last_day - NOTICE, bool(getattr(row, "has_next", False))
    return Point(
        on,
        None,
        PointKind.AGREEMENT,
        _("90 dagar kvar: %(title)s") % {"title": row.title},
        row.get_absolute_url(),
        row.pair,
        is_done=has_next,
        is_late=not has_next and on < today(),
        why=_("Nästa är påbörjad.")
        if has_next
        else _("En ny behöver skrivas, granskas och undertecknas i tid."),
        key=f"agreement-notice:{row.pk}",
        about=row,
        todo="" if has_next else _("Börja på det som ska gälla efter: %(title)s") % {"title": row.title},
    )


def _last_day(row: Agreement) -> Point | None:
    on = _ends_on(row)
    if on is None:
        return None
    return Point(
        on,
        None,
        PointKind.AGREEMENT,
        _("Sista dagen: %(title)s") % {"title": row.title},
        row.get_absolute_url(),
        row.pair,
        is_done=row.stage == Stage.ENDED,
        key=f"agreement-last:{row.pk}",
        about=row,
    )


def promises(owner: Owner, start: date, end: date) -> list[Point]:
    """Each decided promise to the residents, its first and its last day."""
    if not isinstance(owner, AreaPair):
        return []
    rows = CitizenPromise.objects.filter(pair=owner, state=JointState.DECIDED).defer("canonical")
    made: tuple[Callable[[CitizenPromise], Point | None], ...] = (_promise_begins, _promise_ends)
    found = []
    for row in rows.order_by("pk"):
        row.pair = owner
        found += [make(row) for make in made]
    return [point for point in found if point is not None and start <= point.date < end]


def _promise_begins(row: CitizenPromise) -> Point | None:
    if row.valid_from is None:
        return None
    title = _("%(title)s börjar gälla") % {"title": row.title}
    return Point(
        row.valid_from,
        None,
        PointKind.PROMISE,
        title,
        row.get_absolute_url(),
        row.pair,
        key=f"promise-first:{row.pk}",
        about=row,
    )


def _promise_ends(row: CitizenPromise) -> Point | None:
    if row.last_day is None:
        return None
    title = _("Sista dagen: %(title)s") % {"title": row.title}
    return Point(
        row.last_day,
        None,
        PointKind.PROMISE,
        title,
        row.get_absolute_url(),
        row.pair,
        key=f"promise-last:{row.pk}",
        about=row,
    )
