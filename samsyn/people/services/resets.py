"""A new one-time password takes two: an administrator asks, another person confirms, then the first one gets it (ADR 0014).

After it nobody decides in the member's name for 24 hours, unless a second step that she had before has been used: then it is she.
A new member waits the same 24 hours, for her first password too was made by others.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access, resets
from samsyn.people.models import Member, PasswordReset
from samsyn.people.services.members import must_administer, one_time_password
from samsyn.people.services.sessions import forget_sessions
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError


@transaction.atomic
def ask_for_reset(*, member: Member, with_second_step: bool, by: Member) -> PasswordReset:
    """Ask that the member gets a new one-time password; somebody else must confirm it.

    with_second_step  take her second step away too, because her telephone or key is gone
    """
    must_administer(by, member.organisation.city)
    if by.pk == member.pk:
        raise UserError(
            _(
                "Begäran sparades inte. Den gäller ditt eget lösenord. "
                "Byt det själv under Inställningar, eller be en annan administratör."
            )
        )
    stale = PasswordReset.objects.filter(member=member, ended_at=None, asked_at__lte=now() - resets.OPEN_FOR)
    stale.update(ended_at=now())
    try:
        with transaction.atomic():
            row = PasswordReset.objects.create(
                member=member, with_second_step=with_second_step, asked_by=by, asked_at=now()
            )
    except IntegrityError:
        raise UserError(
            _(
                "Begäran sparades inte. Det finns redan en för %(name)s, och den väntar på svar eller på att bli genomförd. "
                "Avsluta den först om den är fel."
            )
            % {"name": member.name}
        ) from None
    record(Event.RESET_ASKED, member, by=by, reset=row.pk, second_step=with_second_step)
    return row


def _locked(row: PasswordReset) -> PasswordReset:
    rows = PasswordReset.objects.select_for_update(of=("self",))
    return rows.select_related("member__organisation__city", "asked_by__organisation").get(pk=row.pk)


@transaction.atomic
def confirm_reset(*, reset: PasswordReset, by: Member) -> PasswordReset:
    """Say yes, for another who asked: one has made sure that it is the member herself who needs it."""
    row = _locked(reset)
    if row.asked_by_id != by.pk and resets.is_same_person(by, row.asked_by):
        raise UserError(
            _(
                "Bekräftelsen sparades inte. Ditt konto har samma namn som den som begärde, %(who)s, och det krävs två personer. "
                "Be någon annan att bekräfta."
            )
            % {"who": row.asked_by.name}
        )
    if not resets.may_answer(by, row):
        raise UserError(
            _(
                "Bekräftelsen sparades inte. Den ska komma från en annan administratör eller från en chef i medarbetarens egen myndighet, "
                "medan begäran är öppen, och en av er två ska höra till den myndigheten. Be någon som är det att svara."
            )
        )
    row.confirmed_by, row.confirmed_at = by, now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    record(Event.RESET_CONFIRMED, row.member, by=by, reset=row.pk)
    return row


@transaction.atomic
def refuse_reset(*, reset: PasswordReset, by: Member) -> None:
    """Say no, or take back what one asked for."""
    row = _locked(reset)
    if not resets.may_refuse(by, row):
        raise UserError(
            _(
                "Inget ändrades. Begäran är redan avslutad, eller så är det inte du som svarar på den. "
                "Ladda om sidan för att se hur det gick."
            )
        )
    row.ended_at = now()
    row.save(update_fields=["ended_at"])
    record(Event.RESET_REFUSED, row.member, by=by, reset=row.pk)


@transaction.atomic
def renew_password(*, member: Member, by: Member) -> str:
    """Carry out what another has confirmed: a new one-time password, every session ended; return the password."""
    must_administer(by, member.organisation.city)
    found = resets.open_for(member)
    row = _locked(found) if found is not None else None  # it may be refused, or carried out, in this moment
    if row is None or not resets.is_open(row) or row.confirmed_at is None or row.asked_by_id != by.pk:
        raise UserError(
            _(
                "Inget lösenord skapades. Det behövs två: du begär, och någon annan bekräftar. "
                "Begär det, och be en annan administratör eller medarbetarens chef att bekräfta under Nya lösenord."
            )
        )
    password = one_time_password()
    member.set_password(password)
    member.must_change_password = True
    member.held_until = held_from_now()
    member.save(update_fields=["password", "must_change_password", "held_until"])
    _take_steps(row)
    forget_sessions(member)
    row.ended_at, row.was_done = now(), True
    row.save(update_fields=["ended_at", "was_done"])
    record(Event.PASSWORD_RENEWED, member, by=by, reset=row.pk, second_step=row.with_second_step)
    return password


def _take_steps(row: PasswordReset) -> None:
    """Take the second step away when it was asked for; else what was set up while nobody decided in the member's name.

    Whoever was let in by the reset before may have set that up, and it must not end the hold that begins now.
    """
    from allauth.mfa.models import Authenticator

    steps, until = Authenticator.objects.filter(user=row.member), row.member.held_until
    if row.with_second_step:
        steps.delete()
    elif until is not None and access.is_held(row.member):
        steps.filter(created_at__gte=resets.made_before(until)).delete()


def held_from_now() -> datetime:
    """Return until when a member whom others let in now decides nothing."""
    return now() + resets.HELD_FOR


@transaction.atomic
def note_own_step(member: Member, made_at: datetime) -> None:
    """A second step was used. One that she had before others made her a way in shows that it is she: nothing holds her.

    made_at  when the second step was set up
    """
    until = member.held_until
    if until is None or not access.is_held(member) or made_at >= resets.made_before(until):
        return
    if Member.objects.filter(pk=member.pk, held_until=until).update(
        held_until=None
    ):  # not a hold that came since
        member.held_until = None
        record(Event.HOLD_ENDED, member, by=member)
