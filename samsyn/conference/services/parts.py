"""What belongs to a conference's day: programme, participants by function, material."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.conference.models import Conference, Material, Participant, ProgrammePoint
from samsyn.conference.services.conferences import locked
from samsyn.people.models import Member, Party
from samsyn.records.joint.services import next_position, required
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

MOST_OF_ONE = 500  # participants of one function
MOST_PARTS = 60  # of one kind
_is_address = URLValidator(schemes=["http", "https"])


@transaction.atomic
def add_point(
    *, conference: Conference, starts_at: time, title: str, by: Member, led_by: str = ""
) -> ProgrammePoint:
    """Add a point to the programme and log it."""
    held = locked(conference, by=by)
    said = {"starts_at": starts_at, "title": required(title, what=_("Programpunkten"))}
    made: ProgrammePoint = _made(ProgrammePoint, held, by, **said, led_by=led_by.strip())
    return made


@transaction.atomic
def add_participant(
    *, conference: Conference, party: str, function: str, count: int, by: Member
) -> Participant:
    """Add how many of a function take part for a party, and log it."""
    held = locked(conference, by=by)
    if party not in Party.values:
        raise UserError(_("Deltagarna sparades inte. Det saknas en part. Välj part och spara igen."))
    if not 1 <= count <= MOST_OF_ONE:
        raise UserError(
            _("Deltagarna sparades inte. Antalet ska vara mellan 1 och %(most)s. Rätta det och spara igen.")
            % {"most": MOST_OF_ONE}
        )
    function = required(function, what=_("Funktionen"))
    made: Participant = _made(Participant, held, by, party=party, function=function, count=count)
    return made


@transaction.atomic
def add_material(
    *, conference: Conference, by: Member, title: str = "", edition: Edition | None = None, address: str = ""
) -> Material:
    """Add something to read: a decided edition of the city, or an address; and log it."""
    held = locked(conference, by=by)
    address = address.strip()
    if (edition is None) == (not address):
        raise UserError(
            _(
                "Materialet sparades inte. Det ska vara antingen en utgåva eller en adress. "
                "Välj det ena och spara igen."
            )
        )
    if edition is not None:
        _must_be_decided(held, edition)
    else:
        _must_be_address(address)
        title = required(title, what=_("Rubriken"))
    made: Material = _made(Material, held, by, title=title.strip(), edition=edition, address=address)
    return made


def _must_be_decided(conference: Conference, edition: Edition) -> None:
    known = Edition.objects.filter(
        pk=edition.pk,
        picture__pair__city=conference.city,
        state__in=(EditionState.DECIDED, EditionState.SUPERSEDED),
    )
    if not known.exists():
        raise UserError(
            _(
                "Materialet sparades inte. Utgåvan är inte beslutad, och konferensen visar bara det som båda har beslutat. "
                "Besluta utgåvan först."
            )
        )


def _must_be_address(address: str) -> None:
    try:
        _is_address(address)
    except ValidationError:
        raise UserError(
            _(
                "Materialet sparades inte. Adressen går inte att läsa. "
                "Skriv hela adressen, till exempel https://exempel.se/dokument."
            )
        ) from None


def _made(kind: Any, conference: Conference, by: Member, **said: Any) -> Any:
    rows = kind._default_manager.filter(conference=conference)
    if rows.filter(removed_at=None).count() >= MOST_PARTS:
        raise UserError(
            _(
                "Ingenting sparades. Konferensen har redan %(most)s av det slaget. Ta bort något och försök igen."
            )
            % {"most": MOST_PARTS}
        )
    made = kind._default_manager.create(
        conference=conference, position=next_position(rows), added_by=by, added_at=now(), **said
    )
    record(
        Event.CONFERENCE_PART_ADDED,
        made,
        by=by,
        pair_id=conference.pair_id,
        conference=conference.pk,
        kind=kind._meta.model_name,
    )
    return made


@transaction.atomic
def remove_part(*, part: ProgrammePoint | Participant | Material, by: Member) -> None:
    """Take a point, a function or a piece of material away, and log it. The row stays."""
    held = locked(part.conference, by=by)
    rows = type(part)._default_manager.filter(pk=part.pk, removed_at=None)
    if not rows.update(removed_at=now()):
        raise UserError(
            _(
                "Ingenting ändrades. Någon har redan tagit bort det. Ladda om sidan och se vad som står där nu."
            )
        )
    record(
        Event.CONFERENCE_PART_REMOVED,
        part,
        by=by,
        pair_id=held.pair_id,
        conference=held.pk,
        kind=type(part)._meta.model_name,
    )
