"""Signing the decided text: on screen by the one who holds the office today, or on paper that is filed with a witness."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.agreements import periods, signers
from samsyn.agreements.access import may_witness
from samsyn.agreements.models import Agreement, Signature, SignatureWay
from samsyn.agreements.services.calendar import keep_dates
from samsyn.agreements.services.scans import keep_scan
from samsyn.agreements.workflow import Stage
from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence.services.files import bare_name
from samsyn.people.models import Member, Office, OfficeHolding, Party
from samsyn.people.resets import must_be_free
from samsyn.records.joint.services import locked
from samsyn.ui.clock import now, today
from samsyn.ui.errors import StaleError, UserError
from samsyn.ui.templatetags.numbers import day

PARTIES = (Party.CITY, Party.POLICE)


def sign(*, agreement: Agreement, read_checksum: str, by: Member) -> Signature:
    """Sign the text for one's own party as the holder of its office today, and log it: a registered signature.

    read_checksum  the checksum of the text that the person had before her eyes

    When both have signed, the agreement comes into force on its first day. Raises UserError.
    """
    return _once(lambda: _sign(agreement, read_checksum, by))


def _once(work: Callable[[], Signature]) -> Signature:
    """Do it in a transaction. Two who sign for one party at once: the database lets the first through."""
    try:
        with transaction.atomic():
            return work()
    except IntegrityError:
        raise UserError(_signed_already()) from None


def _sign(agreement: Agreement, read_checksum: str, by: Member) -> Signature:
    must_be_free(by)
    held = locked(agreement)
    _must_wait_for(held, by.party)
    if read_checksum != held.checksum:
        raise StaleError(
            _(
                "Underskriften sparades inte. Texten du läste är inte den som båda parter har beslutat. "
                "Läs den beslutade texten och skriv under igen."
            )
        )
    office = _must_hold(held, by, by.party, on=today())
    return _keep(
        held,
        Signature(party=by.party, office=office, signer=by, way=SignatureWay.REGISTERED, signed_on=today()),
        by,
    )


def file_signed_paper(
    *,
    agreement: Agreement,
    party: str,
    signer: Member,
    signed_on: date,
    upload: BinaryIO,
    file_name: str,
    by: Member,
) -> Signature:
    """File a scan of the paper that the holder of the office signed; `by` is the witness that it shows this text.

    The scan is kept unaltered. Raises UserError.
    """
    _must_witness(agreement, signer, by)
    checksum, size = keep_scan(upload)
    kept = {"file_name": bare_name(file_name), "file_checksum": checksum, "file_size": size, "witness": by}
    return _once(
        lambda: _file(
            agreement,
            Signature(party=party, signer=signer, signed_on=signed_on, way=SignatureWay.PAPER, **kept),
            by,
        )
    )


def _must_witness(agreement: Agreement, signer: Member, by: Member) -> None:
    if not may_witness(by, agreement.pair):
        raise UserError(
            _(
                "Papperet sparades inte. Bara en registrator eller en samordnare för in undertecknade papper. "
                "Be någon av dem att göra det."
            )
        )
    if signer.pk == by.pk:
        raise UserError(
            _(
                "Papperet sparades inte. Den som har skrivit under kan inte själv vara vittne. "
                "Be någon annan att föra in papperet."
            )
        )


def _file(agreement: Agreement, made: Signature, by: Member) -> Signature:
    held = locked(agreement)
    _must_wait_for(held, made.party)
    decided_on = timezone.localdate(held.decided_at)
    if not decided_on <= made.signed_on <= today():
        raise UserError(
            _(
                "Papperet sparades inte. Texten beslutades %(decided)s, och papperet kan vara undertecknat från den dagen "
                "till i dag. Rätta dagen och spara igen."
            )
            % {"decided": day(decided_on)}
        )
    made.office = _must_hold(held, made.signer, made.party, on=made.signed_on)
    return _keep(held, made, by)


def _keep(held: Agreement, made: Signature, by: Member) -> Signature:
    """Save the signature, and let the agreement go on when both parties have signed."""
    made.agreement, made.checksum, made.registered_at = held, held.checksum, now()
    made.save(force_insert=True)
    record(
        Event.AGREEMENT_SIGNED,
        held,
        by=by,
        pair_id=held.pair_id,
        signature=made.pk,
        party=made.party,
        office=str(made.office),
        way=str(made.way),
        checksum=held.checksum,
    )
    if set(held.signatures.values_list("party", flat=True)) >= set(PARTIES):
        held.stage = Stage.SIGNED
        held.save(update_fields=["stage"])
        keep_dates(today(), pair=held.pair)
    return made


def _must_wait_for(held: Agreement, party: str) -> None:
    """Raise UserError unless the text is decided and waits for the party's signature."""
    if held.signatures.filter(party=party).exists():
        raise UserError(_signed_already())
    if held.stage != Stage.FOR_SIGNATURE or party not in PARTIES:
        raise UserError(
            _(
                "Underskriften sparades inte. Överenskommelsen är nu %(stage)s. Ladda om sidan och se vad som väntar."
            )
            % {"stage": held.get_stage_display()}
        )
    if held.valid_to is not None and held.valid_to <= today():
        raise UserError(
            _(
                "Underskriften sparades inte. Hela perioden, %(period)s, har redan varit. "
                "Avsluta den här och skriv en ny med en period som gäller framåt."
            )
            % {"period": periods.span(held)}
        )
    above = held.parent
    if above is not None and held.valid_from is not None and periods.is_gone(above, held.valid_from):
        raise UserError(
            _(
                "Underskriften sparades inte. ”%(title)s”, som den vilar på, upphör innan den här börjar. "
                "Avsluta den här och skriv en ny under den som gäller."
            )
            % {"title": above.title}
        )
    periods.must_be_alone(held)


def _signed_already() -> str:
    return _(
        "Underskriften sparades inte. Parten har redan skrivit under, kanske på papper som någon förde in nyss. "
        "Ladda om sidan och se vem."
    )


def _must_hold(held: Agreement, member: Member, party: str, *, on: date) -> str:
    """Return the office by which the member signs for the party on the day, or raise UserError that says who may."""
    office = signers.offices(held.kind, is_whole=held.pair.is_whole)[party]
    holders = signers.holdings(held.pair, office, on=on)
    if member.party == party and any(row.member_id == member.pk for row in holders):
        return str(office.value)
    earlier = [row for row in signers.held(member, held.pair, office) if row.valid_to and row.valid_to <= on]
    facts = {
        "office": office.label,
        "name": member.name,
        "day": day(earlier[-1].valid_to) if earlier else "",
        "now": _who_holds(holders, office, on),
    }
    if earlier:
        sentence = _("Underskriften sparades inte. %(name)s lämnade ämbetet %(office)s %(day)s. %(now)s")
    else:
        sentence = _("Underskriften sparades inte. %(name)s är inte %(office)s här. %(now)s")
    raise UserError(sentence % facts)


def _who_holds(holders: list[OfficeHolding], office: Office, on: date) -> str:
    if not holders:
        return _("Ingen har ämbetet den dagen: be administratören skriva in vem som har det.")
    return _("Be %(name)s, som har ämbetet %(day)s, att skriva under.") % {
        "name": holders[0].member.name,
        "day": day(on) if on != today() else _("i dag"),
    }
