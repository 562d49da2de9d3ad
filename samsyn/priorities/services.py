"""Writing the city's priorities for a year, and what each area pair answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.priorities.models import FocusArea, Priority, PriorityAnswer, PriorityList
from samsyn.priorities.queries import chosen_of, decided_priority
from samsyn.records.joint.services import (
    locked_piece,
    must_be_current,
    must_write,
    next_position,
    open_for_change,
    required,
)
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError

MOST = 30  # of one list: more than anybody can put in order
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True)
class Proposal:
    """What a list can begin with: a candidate of the conference."""

    title: str
    text: str = ""
    focus: str = FocusArea.OTHER
    candidate_key: UUID | None = None


def start_list(*, pair: AreaPair, year: int, by: Member, proposals: Iterable[Proposal] = ()) -> PriorityList:
    """Begin the priorities of a year as a draft with the proposals as chosen, in their order, and log it.

    Raises UserError for a pair that is not of a whole city, and when the year has a list already.
    """
    try:
        return _start_list(pair, year, by, tuple(proposals))
    except IntegrityError:  # two began at once
        raise UserError(_year_taken(year)) from None


def _year_taken(year: int) -> str:
    return _(
        "Ingen lista skapades. Det finns redan en prioriteringslista för %(year)s, kanske påbörjad av någon annan nyss. "
        "Öppna den och arbeta vidare där."
    ) % {"year": year}


@transaction.atomic
def _start_list(pair: AreaPair, year: int, by: Member, proposals: tuple[Proposal, ...]) -> PriorityList:
    must_write(by, pair)
    if not pair.is_whole:
        raise UserError(
            _(
                "Ingen lista skapades. Prioriteringarna gäller hela staden, och %(pair)s är en del av den. "
                "Börja på listan från konferensens sida."
            )
            % {"pair": pair.name}
        )
    if not EARLIEST <= year <= LATEST:
        raise UserError(
            _("Ingen lista skapades. Året %(year)s går inte att använda. Välj ett år och försök igen.")
            % {"year": year}
        )
    if PriorityList.objects.filter(pair=pair, year=year).standing().exists():
        raise UserError(_year_taken(year))
    row = PriorityList.objects.create(pair=pair, year=year, added_by=by, added_at=now())
    for place, one in enumerate(proposals, 1):
        _add(row, one, why="", is_chosen=True, rank=place, by=by)
    record(Event.PRIORITY_LIST_ADDED, row, by=by, pair_id=pair.pk, year=year, priorities=len(proposals))
    return row


@transaction.atomic
def change_list(*, row: PriorityList, text: str, version: int, by: Member) -> PriorityList:
    """Change the words that begin the list, and log it.

    version  `PriorityList.version` as it was read; raises StaleError when somebody has saved since
    """
    held = open_for_change(row, by=by)
    if held.version != version:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har ändrat inledningen sedan du öppnade den. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=held.text,
        )
    held.text, held.version = text.strip(), held.version + 1
    held.save(update_fields=["text", "version"])
    record(Event.PRIORITY_LIST_CHANGED, held, by=by, pair_id=held.pair_id, version=held.version)
    return held


@transaction.atomic
def add_priority(
    *,
    row: PriorityList,
    title: str,
    by: Member,
    text: str = "",
    why: str = "",
    focus: str = FocusArea.OTHER,
    is_chosen: bool = True,
) -> Priority:
    """Add a priority to a list that is not decided: last among the chosen, or set aside; and log it."""
    held = open_for_change(row, by=by)
    if Priority.objects.filter(list=held).standing().count() >= MOST:
        raise UserError(
            _(
                "Prioriteringen sparades inte. Listan har redan %(most)s, och fler går inte att ordna. "
                "Ta bort eller slå ihop några."
            )
            % {"most": MOST}
        )
    said = Proposal(required(title, what=_("Prioriteringen")), text.strip(), _focus(focus))
    rank = len(chosen_of(held)) + 1 if is_chosen else None
    made = _add(held, said, why=why.strip(), is_chosen=is_chosen, rank=rank, by=by)
    record(Event.PRIORITY_ADDED, made, by=by, pair_id=held.pair_id, list=held.pk, is_chosen=made.is_chosen)
    return made


def _add(
    row: PriorityList, said: Proposal, *, why: str, is_chosen: bool, rank: int | None, by: Member
) -> Priority:
    return Priority.objects.create(
        list=row,
        rank=rank,
        title=said.title,
        text=said.text,
        why=why,
        is_chosen=is_chosen,
        focus=said.focus,
        candidate_key=said.candidate_key,
        position=next_position(Priority.objects.filter(list=row)),
        added_by=by,
        added_at=now(),
    )


def _focus(focus: str) -> str:
    if focus not in FocusArea.values:
        raise UserError(
            _(
                "Prioriteringen sparades inte. Det saknas ett fokusområde. Välj det som passar bäst, eller Annat."
            )
        )
    return focus


@transaction.atomic
def change_priority(
    *,
    priority: Priority,
    version: int,
    title: str,
    text: str,
    why: str,
    focus: str,
    is_chosen: bool,
    by: Member,
) -> Priority:
    """Change what a priority says and whether it is chosen, and log it. One that becomes chosen stands last.

    version  `Priority.version` as it was read; raises StaleError when somebody has saved or removed it since
    """
    held = open_for_change(priority.list, by=by)
    row = locked_piece(priority)
    must_be_current(row, version, theirs=theirs(row))
    row.title = required(title, what=_("Prioriteringen"))
    row.text, row.why, row.focus = text.strip(), why.strip(), _focus(focus)
    if is_chosen != row.is_chosen:
        row.is_chosen = is_chosen
        row.rank = len(chosen_of(held)) + 1 if is_chosen else None
    row.version += 1
    row.save()
    _close_up(held)
    record(
        Event.PRIORITY_CHANGED,
        row,
        by=by,
        pair_id=held.pair_id,
        list=held.pk,
        is_chosen=row.is_chosen,
        version=row.version,
    )
    row.refresh_from_db(fields=["rank"])
    return row


def theirs(row: Priority) -> str:
    """Return the words of a priority as they stand, for one whose own were not saved."""
    return "\n\n".join(part for part in (row.title, row.text, row.why) if part)


@transaction.atomic
def move_priority(*, priority: Priority, up: bool, by: Member) -> None:
    """Let a chosen priority change places with the one before or after it, and log it."""
    held = open_for_change(priority.list, by=by)
    rows = chosen_of(held)
    at = next((place for place, row in enumerate(rows) if row.pk == priority.pk), None)
    to = None if at is None else at - 1 if up else at + 1
    if at is None or to is None or not 0 <= to < len(rows):
        raise UserError(
            _(
                "Ordningen ändrades inte. Prioriteringen går inte att flytta dit, kanske har någon annan flyttat den. "
                "Ladda om sidan och se hur ordningen är nu."
            )
        )
    rows[at], rows[to] = rows[to], rows[at]
    _number(rows)
    record(Event.PRIORITY_MOVED, priority, by=by, pair_id=held.pair_id, list=held.pk, rank=to + 1)


@transaction.atomic
def remove_priority(*, priority: Priority, version: int, by: Member) -> None:
    """Take a priority out of the draft and log it. The row stays."""
    held = open_for_change(priority.list, by=by)
    row = locked_piece(priority)
    must_be_current(row, version, theirs=theirs(row))
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    _close_up(held)
    record(Event.PRIORITY_REMOVED, row, by=by, pair_id=held.pair_id, list=held.pk, version=row.version)


def _close_up(row: PriorityList) -> None:
    _number(chosen_of(row))


def _number(rows: list[Priority]) -> None:
    for place, one in enumerate(rows, 1):
        if one.rank != place:
            Priority.objects.filter(pk=one.pk).update(rank=place)


@transaction.atomic
def answer_priority(
    *, pair: AreaPair, priority: Priority, is_taken_up: bool, by: Member, reason: str = ""
) -> PriorityAnswer:
    """Say for an area pair whether it takes up a priority that the city has chosen, and log it. Earlier answers stay."""
    must_write(by, pair)
    if pair.is_whole or decided_priority(pair.city_id, priority.key) is None:
        raise UserError(
            _(
                "Svaret sparades inte. Prioriteringen gäller inte för %(pair)s nu. "
                "Ladda om sidan och svara på dem som står där."
            )
            % {"pair": pair.name}
        )
    if not is_taken_up and not reason.strip():
        raise UserError(
            _(
                "Svaret sparades inte. Den som inte tar upp en prioritering säger varför. "
                "Skriv skälet och spara igen."
            )
        )
    made = PriorityAnswer.objects.create(
        pair=pair,
        priority_key=priority.key,
        is_taken_up=is_taken_up,
        reason=reason.strip(),
        party=by.party,
        by=by,
        at=now(),
    )
    record(
        Event.PRIORITY_ANSWERED, made, by=by, pair_id=pair.pk, priority=priority.pk, is_taken_up=is_taken_up
    )
    return made
