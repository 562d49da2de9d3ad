"""Asking one organisation one question, and taking the question back. The link is shown once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.partners.links import day_now
from samsyn.partners.models import AnswerKind, PartnerQuestion
from samsyn.partners.queries import activities_to_ask_of
from samsyn.people.models import Member
from samsyn.people.secret_links import new_secret
from samsyn.places.models import AreaPair
from samsyn.records.joint.services import must_write, required
from samsyn.steps.activity.models import Activity
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import day

LONGEST = timedelta(days=180)
FEWEST, MOST_CHOICES, LONGEST_CHOICE = 2, 8, 60


@transaction.atomic
def ask(
    *,
    pair: AreaPair,
    organisation: str,
    text: str,
    kind: str,
    why: str,
    use: str,
    last_day: date,
    by: Member,
    choices: Sequence[str] = (),
    activity: Activity | None = None,
    is_changeable: bool = False,
) -> tuple[PartnerQuestion, str]:
    """Ask an organisation one question and log it. Return the question and the secret part of its link.

    organisation  what it is called; nobody's name, no address
    choices       the answers to choose from, for a question of that kind only
    """
    must_write(by, pair)
    said = list(dict.fromkeys(one.strip() for one in choices if one.strip()))
    _must_be_choices(kind, said)
    _must_be_day(last_day)
    if activity is not None and activity.pk not in {one.pk for one in activities_to_ask_of(pair)}:
        raise UserError(
            _(
                "Frågan skapades inte. Aktiviteten finns inte i någon plan som båda parter har beslutat här. "
                "Välj en annan aktivitet, eller ställ frågan utan."
            )
        )
    token, checksum = new_secret()
    made = PartnerQuestion.objects.create(
        pair=pair,
        organisation=required(organisation, what=_("Organisationens namn")),
        activity_key=activity.key if activity is not None else None,
        text=required(text, what=_("Frågan")),
        kind=AnswerKind(kind),
        choices=said,
        why=required(why, what=_("Varför ni frågar")),
        use=required(use, what=_("Vad som händer med svaret")),
        last_day=last_day,
        is_changeable=is_changeable,
        asked_by=by,
        token_checksum=checksum,
        created_at=now(),
    )
    record(Event.PARTNER_ASKED, made, by=by, pair_id=pair.pk, kind=str(kind), last_day=last_day.isoformat())
    return made, token


def _must_be_choices(kind: str, said: Sequence[str]) -> None:
    if kind == AnswerKind.CHOICE and not FEWEST <= len(said) <= MOST_CHOICES:
        raise UserError(
            _(
                "Frågan skapades inte. Den har %(count)s svar att välja bland, och det ska vara mellan 2 och 8. "
                "Skriv ett svar på varje rad."
            )
            % {"count": len(said)}
        )
    if kind != AnswerKind.CHOICE and said:
        raise UserError(
            _(
                "Frågan skapades inte. Den har svar att välja bland, men ska besvaras på annat sätt. "
                "Ta bort svaren, eller välj ”ett av några svar”."
            )
        )
    if any(len(one) > LONGEST_CHOICE for one in said):
        raise UserError(_("Frågan skapades inte. Ett svar är längre än 60 tecken. Korta det."))


def _must_be_day(last_day: date) -> None:
    first = day_now()
    if not first <= last_day <= first + LONGEST:
        raise UserError(
            _(
                "Frågan skapades inte. Sista dagen är %(day)s, och den ska ligga mellan i dag och ett halvår framåt. "
                "Ändra dagen."
            )
            % {"day": day(last_day)}
        )


@transaction.atomic
def renew(*, question: PartnerQuestion, by: Member) -> tuple[PartnerQuestion, str]:
    """Give the question a new link: the old address stops working at once. Return it and the new secret part."""
    row = _standing(question, by)
    token, row.token_checksum = new_secret()
    row.save(update_fields=["token_checksum"])
    record(Event.PARTNER_LINK_RENEWED, row, by=by, pair_id=row.pair_id)
    return row, token


@transaction.atomic
def revoke(*, question: PartnerQuestion, by: Member) -> PartnerQuestion:
    """Take the question back: its link stops working at once. Answers stay."""
    row = _standing(question, by)
    row.revoked_at = now()
    row.save(update_fields=["revoked_at"])
    record(Event.PARTNER_QUESTION_ENDED, row, by=by, pair_id=row.pair_id)
    return row


def _standing(question: PartnerQuestion, by: Member) -> PartnerQuestion:
    must_write(by, question.pair)
    rows = PartnerQuestion.objects.select_for_update(of=("self",)).select_related("pair__city")
    row = rows.filter(pk=question.pk, revoked_at=None).first()
    if row is None or day_now() > row.last_day:
        raise UserError(
            _(
                "Ingenting ändrades. Frågan är redan avslutad, eller så har dagen gått ut. "
                "Ställ en ny fråga om ni behöver svar."
            )
        )
    return row
