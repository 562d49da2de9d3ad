"""Cutting an edition from the running picture and deciding it together. A decided edition never changes."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access
from samsyn.people.models import Member
from samsyn.records import services as records
from samsyn.records.models import Decision
from samsyn.steps.situation import canonical, hooks
from samsyn.steps.situation import checks as named
from samsyn.steps.situation.models import Edition, SituationPicture
from samsyn.steps.situation.queries import warm
from samsyn.steps.situation.workflow import OPEN, EditionState, may_go
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError


@lru_cache(maxsize=32)
def _parsed(text: str) -> dict[str, Any]:
    return json.loads(text)


def parsed(edition: Edition) -> dict[str, Any]:
    """Return what the edition holds, parsed once for each text. Do not change what comes back."""
    return _parsed(edition.canonical)


def subject(edition: Edition) -> records.Subject:
    """Return the edition as a matter to decide on. The title is Swedish: it goes into the register."""
    with translation.override("sv"):
        title = _("Lägesbild %(pair)s, utgåva %(number)s") % {
            "pair": edition.picture.pair.name,
            "number": edition.number,
        }
    return records.Subject(row=edition, pair=edition.picture.pair, title=title, canonical=edition.canonical)


def checks(edition: Edition) -> list[named.Check]:
    """Return what is checked before the decision, each with one sentence."""
    return named.run(parsed(edition))


def locked(edition: Edition) -> Edition:
    """Return the edition as it stands now, locked until the transaction ends.

    On SQLite the lock is the transaction itself: write transactions are IMMEDIATE, so only one runs at a time.
    """
    row = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("picture__pair__city", "picture__pair__city_area__division")
        .get(pk=edition.pk)
    )
    row.picture.pair.police_area  # noqa: B018 - read once here, it is part of the text
    return row


def _must_write(by: Member, picture: SituationPicture) -> None:
    if not access.may_write(by, picture.pair):
        raise UserError(
            _(
                "Ändringen sparades inte. Du får läsa den här lägesbilden men inte ändra den. "
                "Be den som samordnar området att göra det."
            )
        )


def _latest_decided(picture: SituationPicture) -> Edition | None:
    return picture.editions.filter(state=EditionState.DECIDED).order_by("-number").first()


def cut_edition(*, picture: SituationPicture, period_start: date, period_end: date, by: Member) -> Edition:
    """Cut the next edition as a draft from the picture as it stands now, and log it.

    Raises UserError when the period ends before it begins or another edition is being prepared already.
    """
    _must_write(by, picture)
    _check_period(period_start, period_end)
    warm(picture.pair)  # the first time takes seconds: nobody waits for our lock meanwhile
    return _cut(picture, period_start, period_end, by)


@transaction.atomic
def _cut(picture: SituationPicture, period_start: date, period_end: date, by: Member) -> Edition:
    held = SituationPicture.objects.select_for_update().get(pk=picture.pk)
    open_edition = held.editions.filter(state__in=OPEN).first()
    if open_edition is not None:
        raise UserError(
            _(
                "Ingen ny utgåva skapades. Utgåva %(number)s är inte färdig än. "
                "Uppdatera den i stället, eller besluta den först."
            )
            % {"number": open_edition.number}
        )
    number = (held.editions.aggregate(top=Max("number"))["top"] or 0) + 1
    text = canonical.canonical(
        held,
        number=number,
        period_start=period_start,
        period_end=period_end,
        previous=_latest_decided(held),
    )
    edition = Edition.objects.create(
        picture=held,
        number=number,
        period_start=period_start,
        period_end=period_end,
        canonical=text,
        checksum=records.checksum(text),
        cut_by=by,
        cut_at=now(),
    )
    record(
        Event.EDITION_CUT,
        edition,
        by=by,
        pair_id=held.pair_id,
        number=number,
        checksum=edition.checksum,
    )
    return edition


def _check_period(start: date, end: date) -> None:
    if start >= end:
        raise UserError(
            _(
                "Ingen utgåva skapades. Perioden börjar %(start)s och slutar %(end)s. "
                "Välj ett slut som ligger efter början."
            )
            % {"start": start.isoformat(), "end": end.isoformat()}
        )


def recut(
    *, edition: Edition, by: Member, period_start: date | None = None, period_end: date | None = None
) -> Edition:
    """Let an edition that is not decided take the picture as it stands now.

    A new text voids both approvals. The same text changes nothing and is not logged.
    """
    _must_write(by, edition.picture)
    warm(edition.picture.pair)
    return _recut(edition, by, period_start, period_end)


@transaction.atomic
def _recut(edition: Edition, by: Member, period_start: date | None, period_end: date | None) -> Edition:
    _must_write(by, edition.picture)
    return _take_anew(edition, by, period_start, period_end)


@transaction.atomic
def _take_anew(edition: Edition, by: Member, period_start: date | None, period_end: date | None) -> Edition:
    row = locked(edition)
    _must_be_open(row)
    start, end = period_start or row.period_start, period_end or row.period_end
    _check_period(start, end)
    text = canonical.canonical(
        row.picture,
        number=row.number,
        period_start=start,
        period_end=end,
        previous=_latest_decided(row.picture),
    )
    if text == row.canonical:
        return row
    was = row.checksum
    voided = records.void(subject(row), by=by)
    row.canonical, row.checksum = text, records.checksum(text)
    row.period_start, row.period_end = start, end
    row.save(update_fields=["canonical", "checksum", "period_start", "period_end"])
    record(
        Event.EDITION_RECUT,
        row,
        by=by,
        pair_id=row.picture.pair_id,
        was=was,
        checksum=row.checksum,
        voided=voided,
    )
    return row


def recut_without(edition: Edition, *, by: Member) -> Edition:
    """Let a draft be made anew when what it holds was taken back: no right in its pair is needed, for nothing is chosen."""
    warm(edition.picture.pair)
    return _take_anew(edition, by, None, None)


def _must_be_open(edition: Edition) -> None:
    if edition.state not in OPEN:
        raise UserError(
            _(
                "Ingenting ändrades. Utgåva %(number)s är beslutad och ändras aldrig. "
                "Skapa en ny utgåva av lägesbilden."
            )
            % {"number": edition.number}
        )


def _must_go(edition: Edition, end: EditionState) -> None:
    _must_be_open(edition)
    if not may_go(edition.state, end):
        raise UserError(
            _("Ingenting ändrades. Utgåva %(number)s är nu %(state)s. Ladda om sidan och se vad som väntar.")
            % {"number": edition.number, "state": edition.get_state_display()}
        )


@transaction.atomic
def send_to_review(*, edition: Edition, by: Member) -> Edition:
    """Send a draft to both parties for approval, when every check holds."""
    row = locked(edition)
    _must_write(by, row.picture)
    _must_go(row, EditionState.IN_REVIEW)
    lacking = [check.sentence for check in checks(row) if not check.is_met]
    if lacking:
        raise UserError(
            _(
                "Utgåvan skickades inte på granskning. %(lacking)s Komplettera lägesbilden och uppdatera utgåvan."
            )
            % {"lacking": " ".join(lacking)}
        )
    row.state = EditionState.IN_REVIEW
    row.save(update_fields=["state"])
    record(Event.EDITION_SENT, row, by=by, pair_id=row.picture.pair_id, checksum=row.checksum)
    return row


@transaction.atomic
def ask_for_change(*, edition: Edition, reason: str, by: Member) -> Edition:
    """Send an edition back to draft with a reason that both parties see; every approval of it ends."""
    row = locked(edition)
    _must_go(row, EditionState.DRAFT)
    request = records.ask_for_change(subject(row), reason=reason, by=by)
    row.state = EditionState.DRAFT
    row.save(update_fields=["state"])
    record(
        Event.EDITION_RETURNED,
        row,
        by=by,
        pair_id=row.picture.pair_id,
        checksum=row.checksum,
        request=request.pk,
    )
    return row


@transaction.atomic
def approve_edition(
    *,
    edition: Edition,
    read_checksum: str,
    by: Member,
    reservation: str = "",
    noted: records.Noted | None = None,
) -> Decision | None:
    """Approve the text for one's own party; when both have approved the same text, the edition is decided.

    read_checksum  the checksum of the text that the person read
    reservation    what the party does not agree with; it follows the edition for ever
    noted          what the party notes on its own decision: who presented, who took part, by what law

    Raises UserError, and StaleError when the text has changed since she read it.
    """
    row = locked(edition)
    if row.state != EditionState.IN_REVIEW and access.may_approve(by, row.picture.pair):
        _must_go(row, EditionState.DECIDED)
    decision = records.approve(
        subject(row), read_checksum=read_checksum, by=by, reservation=reservation, noted=noted
    )
    if decision is not None:
        _decide(row, decision, by=by)
    return decision


def _decide(row: Edition, decision: Decision, *, by: Member) -> None:
    """Close the edition on the decision, and let it take the place of the one decided before."""
    earlier = _latest_decided(row.picture)
    if earlier is not None:
        earlier.state = EditionState.SUPERSEDED
        earlier.save(update_fields=["state"])
    row.state, row.decided_at, row.supersedes = EditionState.DECIDED, decision.decided_at, earlier
    row.save(update_fields=["state", "decided_at", "supersedes"])
    record(
        Event.EDITION_DECIDED,
        row,
        by=by,
        pair_id=row.picture.pair_id,
        checksum=row.checksum,
        decision=decision.pk,
        supersedes=earlier.pk if earlier else None,
    )
    hooks.edition_decided(row, by=by)


def set_registry_number(*, edition: Edition, number: str, by: Member) -> Decision:
    """Write one's own authority's registry number on a decided edition; the text itself never changes."""
    return records.set_registry_number(subject=subject(edition), number=number, by=by)
