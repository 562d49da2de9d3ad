"""Counting what is done, from the field, and taking a count back. The same form sent twice counts once."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access
from samsyn.people.models import Member
from samsyn.records.joint.services import locked_piece
from samsyn.steps.activity.access import may_count
from samsyn.steps.activity.models import Activity, Progress
from samsyn.steps.activity.queries.field import in_force
from samsyn.ui.clock import now, today
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import day, number

TOO_MANY_A_DAY = 1000  # nobody walks a thousand rounds in a day: it is a slip of the finger
LONGEST_NOTE, LONGEST_TOKEN = 300, 40


def count_progress(
    *,
    activity: Activity,
    by: Member,
    count: int = 1,
    on: date | None = None,
    note: str = "",
    token: str = "",
) -> Progress:
    """Count what is done of an activity of the plan in force, on a day, by default today.

    token  says which form it was: one that was sent before counts nothing and returns the first row
    """
    token = token.strip() or uuid.uuid4().hex
    known = _sent_before(token, activity, by)
    if known is not None:
        return known
    try:
        return _count(activity, by, count, on or today(), note.strip(), token)
    except IntegrityError:  # the same form twice at the same moment: the other was first
        known = _sent_before(token, activity, by)
        if known is None:
            raise
        return known


def _sent_before(token: str, activity: Activity, by: Member) -> Progress | None:
    """Return the row that the form made before, or None. Another's token is no receipt of one's own."""
    row = Progress.objects.filter(token=token).first()
    if row is None and len(token) <= LONGEST_TOKEN:
        return None
    if row is None or row.by_id != by.pk or row.activity_key != activity.key:
        raise UserError(
            _(
                "Ingenting räknades. Formuläret hör till något annat som redan är räknat. "
                "Ladda om sidan och räkna igen."
            )
        )
    return row


@transaction.atomic
def _count(activity: Activity, by: Member, count: int, on: date, note: str, token: str) -> Progress:
    current = in_force(activity.key)
    _must_report(by, current or activity)
    if current is None:
        raise UserError(
            _(
                "Ingenting räknades. Aktiviteten finns inte i någon plan som båda parter har beslutat. "
                "Öppna Räkna i menyn och välj bland aktiviteterna där."
            )
        )
    held = locked_piece(current)
    _must_be_day(held, on)
    _must_be_count(held, count, on)
    if len(note) > LONGEST_NOTE:
        raise UserError(
            _("Ingenting räknades. Anteckningen är längre än 300 tecken. Korta den och räkna igen.")
        )
    row = Progress.objects.create(
        activity_key=held.key, activity=held, count=count, on=on, note=note, token=token, by=by, at=now()
    )
    record(
        Event.PROGRESS_COUNTED,
        row,
        by=by,
        pair_id=current.action.plan.pair_id,
        activity=held.pk,
        count=count,
        on=on.isoformat(),
    )
    return row


def _must_report(by: Member, activity: Activity) -> None:
    pair = activity.action.plan.pair
    if not may_count(by, activity):
        raise UserError(
            _(
                "Ingenting räknades. Din roll ger inte rätt att räkna vad som är gjort i %(pair)s. "
                "Be den som samordnar området att ge dig rollen rapportör."
            )
            % {"pair": pair.name}
        )


def _must_be_day(activity: Activity, on: date) -> None:
    if on > today():
        raise UserError(
            _(
                "Ingenting räknades. Dagen %(day)s har inte varit ännu. "
                "Räkna när det är gjort, eller ändra dagen."
            )
            % {"day": day(on)}
        )
    if on < activity.period_start:
        raise UserError(
            _(
                "Ingenting räknades. Aktiviteten börjar %(start)s, och du räknar %(day)s. "
                "Ändra dagen, eller ändra planen om arbetet började tidigare."
            )
            % {"start": day(activity.period_start), "day": day(on)}
        )


def _must_be_count(activity: Activity, count: int, on: date) -> None:
    if count < 1:
        raise UserError(
            _(
                "Ingenting räknades. Antalet är %(count)s. "
                "Skriv ett antal från 1 och uppåt, och ångra det som blev fel i stället för att räkna minus."
            )
            % {"count": number(count)}
        )
    rows = Progress.objects.filter(activity_key=activity.key, on=on, undone_at=None)
    total = (rows.aggregate(total=Sum("count"))["total"] or 0) + count
    if total >= TOO_MANY_A_DAY:
        raise UserError(
            _(
                "Ingenting räknades. Det skulle bli %(total)s på samma dag, och det är fler än någon hinner. "
                "Kontrollera antalet, eller dela upp det på de dagar då det gjordes."
            )
            % {"total": number(total)}
        )


@transaction.atomic
def undo_progress(*, progress: Progress, by: Member) -> Progress:
    """Take a count back: one's own, or any as a writer of the pair. The row stays, with when it was taken back."""
    row = Progress.objects.select_for_update(of=("self",)).get(pk=progress.pk)
    pair = progress.activity.action.plan.pair
    is_own = row.by_id == by.pk and may_count(by, progress.activity)
    if not is_own and not access.may_write(by, pair):
        raise UserError(
            _(
                "Ingenting ångrades. Det räknades av %(name)s. "
                "Be %(name)s eller den som samordnar området att ångra det."
            )
            % {"name": row.by.name}
        )
    if row.undone_at is None:  # a second press on the same button changes nothing
        row.undone_at = now()
        row.save(update_fields=["undone_at"])
        record(Event.PROGRESS_UNDONE, row, by=by, pair_id=pair.pk, activity=row.activity_id, count=row.count)
    return row
