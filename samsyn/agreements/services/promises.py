"""Writing medborgarlöften: starting one, changing its words and period, and publishing what both have decided."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.agreements.access_promises import may_publish
from samsyn.agreements.models import Agreement, CitizenPromise
from samsyn.agreements.queries.promises import agreements_to_rest_on
from samsyn.agreements.resting import findings_behind, texts_behind
from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records import foureyes
from samsyn.records.joint.services import locked, must_write, open_for_change, required, subject
from samsyn.records.joint.workflow import JointState
from samsyn.records.models import Proposal
from samsyn.secrecy import rules
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError
from samsyn.ui.templatetags.numbers import day

LONGEST = timedelta(days=3 * 366)  # a promise is for a year or so: more is a slip of the finger in the year


@transaction.atomic
def start_promise(
    *,
    pair: AreaPair,
    title: str,
    by: Member,
    text: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    agreement: Agreement | None = None,
) -> CitizenPromise:
    """Start a promise to the residents as a draft. `valid_to` is the day after the last."""
    must_write(by, pair)
    _must_be_period(valid_from, valid_to)
    _must_hold(pair, agreement)
    promise = CitizenPromise.objects.create(
        pair=pair,
        title=required(title, what=_("Rubriken")),
        text=text.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        agreement=agreement,
        added_by=by,
        added_at=now(),
    )
    record(Event.PROMISE_ADDED, promise, by=by, pair_id=pair.pk, agreement=promise.agreement_id)
    return promise


@transaction.atomic
def change_promise(
    *,
    promise: CitizenPromise,
    version: int,
    title: str,
    by: Member,
    text: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    agreement: Agreement | None = None,
) -> CitizenPromise:
    """Change the words, the period or the agreement. `version` is the one that the person read; a later raises StaleError."""
    held = open_for_change(promise, by=by)
    if held.version != version:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har ändrat löftet sedan du öppnade det. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=f"{held.title}\n{held.text}".strip(),
        )
    _must_be_period(valid_from, valid_to)
    if agreement is not None and agreement.pk != held.agreement_id:
        _must_hold(held.pair, agreement)
    held.title, held.text = required(title, what=_("Rubriken")), text.strip()
    held.valid_from, held.valid_to, held.agreement = valid_from, valid_to, agreement
    held.version += 1
    held.save(update_fields=["title", "text", "valid_from", "valid_to", "agreement", "version"])
    record(Event.PROMISE_CHANGED, held, by=by, pair_id=held.pair_id, version=held.version)
    return held


@transaction.atomic
def propose_publishing(*, promise: CitizenPromise, by: Member) -> Proposal:
    """Propose that a decided promise is published; somebody else publishes it."""
    held = _to_publish(promise, by)
    _must_be_public(held)
    return foureyes.propose(subject(held), foureyes.PUBLISH, by=by, may=partial(may_publish, pair=held.pair))


@transaction.atomic
def withdraw_publishing(*, promise: CitizenPromise, by: Member) -> Proposal:
    """Take the waiting proposal back, so that nothing is published by it."""
    held = _to_publish(promise, by)
    return foureyes.withdraw(subject(held), foureyes.PUBLISH, by=by, may=partial(may_publish, pair=held.pair))


@transaction.atomic
def publish(*, promise: CitizenPromise, by: Member) -> CitizenPromise:
    """Publish a decided promise that somebody else has proposed. Only once: a new version is published on its own."""
    held = _to_publish(promise, by)
    _must_be_public(held)
    proposal = foureyes.confirm(
        subject(held), foureyes.PUBLISH, by=by, may=partial(may_publish, pair=held.pair)
    )
    held.published_at, held.published_by = proposal.closed_at, by
    held.save(update_fields=["published_at", "published_by"])
    record(
        Event.PROMISE_PUBLISHED,
        held,
        by=by,
        pair_id=held.pair_id,
        number=held.number,
        proposed_by=proposal.proposed_by_id,
    )
    return held


def _to_publish(promise: CitizenPromise, by: Member) -> CitizenPromise:
    """Return the row under lock, or raise UserError when the member may not publish it or nobody may now."""
    held = locked(promise)
    if not may_publish(by, held.pair):
        raise UserError(
            _(
                "Löftet publicerades inte. Bara trygghetssamordnaren eller kommunpolisen publicerar. "
                "Be någon av dem att göra det."
            )
        )
    if held.state != JointState.DECIDED:
        raise UserError(
            _(
                "Löftet publicerades inte. Texten är %(state)s, och bara det som båda parter har beslutat publiceras. "
                "Låt båda parter godkänna det först."
            )
            % {"state": held.get_state_display()}
        )
    if held.published_at is not None:
        raise UserError(
            _("Ingenting ändrades. Löftet publicerades redan %(day)s. Ladda om sidan och se vad som gäller.")
            % {"day": day(held.published_at)}
        )
    return held


def _must_be_public(promise: CitizenPromise) -> None:
    """Everything behind what the residents read must be public (ADR 0017)."""
    texts = texts_behind(promise)
    rules.must_publish(texts, parts=findings_behind(texts))


def _must_be_period(start: date | None, end: date | None) -> None:
    """A draft may lack its days; those that it has must be a period. `end` is the day after the last."""
    if start is None or end is None:
        return
    if end <= start:
        raise UserError(
            _(
                "Löftet sparades inte. Perioden slutar innan den börjar. "
                "Ändra första eller sista dagen och spara igen."
            )
        )
    if end - start > LONGEST:
        raise UserError(
            _(
                "Löftet sparades inte. Perioden är längre än tre år, från %(start)s till %(last)s. "
                "Kontrollera årtalen: ett löfte gäller oftast ett år."
            )
            % {"start": day(start), "last": day(end - timedelta(days=1))}
        )


def _must_hold(pair: AreaPair, agreement: Agreement | None) -> None:
    if agreement is not None and agreement not in agreements_to_rest_on(pair):
        raise UserError(
            _(
                "Löftet sparades inte. Överenskommelsen hör inte till det här området eller gäller inte längre. "
                "Välj en av dem som står i listan, eller ingen."
            )
        )
