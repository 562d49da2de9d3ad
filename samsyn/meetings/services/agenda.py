"""The agenda: what is taken up, in which order, and what the meeting decided of each item."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.meetings.agenda import build_agenda
from samsyn.meetings.models import AgendaItem, MatterKind, Meeting
from samsyn.meetings.room import RELEASED, begun_as
from samsyn.meetings.services.shared import open_meeting
from samsyn.people.models import Member
from samsyn.records.joint.services import locked_piece, must_be_current, next_position, required
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

MOST_ITEMS = 60


@transaction.atomic
def take_up(*, meeting: Meeting, codes: Collection[str], by: Member) -> list[AgendaItem]:
    """Add what is open in the pair to the agenda, by the codes of `agenda.build_agenda`, and log each.

    A code that is already on the agenda, or that is not open any more, is left out: two may tick the same matter.
    """
    held = open_meeting(meeting, by=by)
    wanted = set(codes)
    found = [proposal for proposal in build_agenda(held) if proposal.code in wanted]
    return [
        _add(
            held,
            kind=proposal.kind,
            title=proposal.title[:200],
            url=proposal.url,
            matter=proposal.code,
            by=by,
        )
        for proposal in found
    ]


@transaction.atomic
def add_item(*, meeting: Meeting, title: str, by: Member) -> AgendaItem:
    """Add an item of people's own last on the agenda, and log it."""
    held = open_meeting(meeting, by=by)
    return _add(held, kind=MatterKind.OWN, title=required(title, what=_("Rubriken")), by=by)


def _add(
    meeting: Meeting, *, kind: str, title: str, by: Member, url: str = "", matter: str = ""
) -> AgendaItem:
    rows = AgendaItem.objects.filter(meeting=meeting)
    if rows.standing().count() >= MOST_ITEMS:
        raise UserError(
            _(
                "Punkten lades inte till. Dagordningen har redan %(most)s punkter. "
                "Ta bort en punkt, eller ta upp resten på ett annat möte."
            )
            % {"most": MOST_ITEMS}
        )
    made = AgendaItem.objects.create(
        meeting=meeting,
        kind=kind,
        title=title,
        url=url,
        matter=matter,
        position=next_position(rows),
        added_by=by,
        added_at=now(),
    )
    record(Event.AGENDA_ITEM_ADDED, made, by=by, pair_id=meeting.pair_id, meeting=meeting.pk, kind=str(kind))
    return made


@transaction.atomic
def change_item(
    *,
    item: AgendaItem,
    title: str,
    version: int,
    by: Member,
    decision: str = "",
    responsible: str = "",
    due_on: date | None = None,
    is_done: bool = False,
    for_all: bool | None = None,
) -> AgendaItem:
    """Change an item: its title, what was decided, who does what by when. A decision is written once the meeting has begun.

    for_all  whether it may be on the wall when somebody from outside is present; None leaves it as it is
    version  `AgendaItem.version` as it was read; raises StaleError when somebody has saved or removed it since
    """
    held = open_meeting(item.meeting, by=by)
    row = locked_piece(item)
    must_be_current(row, version, theirs=f"{row.title}\n{row.decision}".strip())
    outcome = decision.strip() or responsible.strip() or due_on or is_done
    if outcome and not held.has_begun(now()):
        raise UserError(
            _(
                "Beslutet sparades inte. Mötet har inte börjat, och innan dess finns inget att besluta. "
                "Skriv det när mötet har börjat, eller lägg frågan som en punkt på dagordningen."
            )
        )
    if for_all and begun_as(row, held.pair).startswith(f"{RELEASED}:"):
        raise UserError(
            _(
                "Punkten sparades inte. Den är en text som den ena myndigheten har släppt till den andra, och en extern part får inte se den. "
                "Ta bort krysset, och skriv en egen punkt om den externa parten ska vara med."
            )
        )
    row.title, row.decision = required(title, what=_("Rubriken")), decision.strip()
    row.responsible, row.due_on, row.is_done = responsible.strip(), due_on, is_done
    row.for_all = row.for_all if for_all is None else for_all
    row.version += 1
    row.save(update_fields=["title", "decision", "responsible", "due_on", "is_done", "for_all", "version"])
    record(
        Event.AGENDA_ITEM_CHANGED,
        row,
        by=by,
        pair_id=held.pair_id,
        meeting=held.pk,
        is_done=row.is_done,
        for_all=row.for_all,
        version=row.version,
    )
    return row


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: Member) -> None:
    """Let an item change places with the one above or below it, and log it. Nothing happens at the end of the list."""
    held = open_meeting(item.meeting, by=by)
    rows = list(AgendaItem.objects.filter(meeting=held).standing().order_by("position", "pk"))
    place = next((number for number, row in enumerate(rows) if row.pk == item.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    record(Event.AGENDA_ITEM_MOVED, item, by=by, pair_id=held.pair_id, meeting=held.pk, place=other + 1)


@transaction.atomic
def remove_item(*, item: AgendaItem, version: int, by: Member) -> None:
    """Take an item off the agenda and log it. The row stays."""
    held = open_meeting(item.meeting, by=by)
    row = locked_piece(item)
    must_be_current(row, version, theirs=row.title)
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.AGENDA_ITEM_REMOVED, row, by=by, pair_id=held.pair_id, meeting=held.pk, version=row.version)
