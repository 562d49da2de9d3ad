"""An answer by the secret link. Whoever has the link answers for the organisation; nobody signs in."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.partners.links import open_question
from samsyn.partners.models import AnswerKind, PartnerAnswer, PartnerQuestion
from samsyn.people.models import Party
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

MOST, LONGEST = 100_000, 300


class GoneError(UserError):
    """The link does not work: nothing more is said."""


@transaction.atomic
def answer(*, token: str, value: str) -> PartnerAnswer:
    """Keep what the organisation answers and log it. The question alone says what an answer may be.

    Raises GoneError when the link does not work any more, UserError when the answer is none of those it may be.
    """
    rows = PartnerQuestion.objects.select_for_update(of=("self",))
    row = open_question(token, rows=rows)
    if row is None:
        raise GoneError(_("Svaret sparades inte. Länken gäller inte. Be den som gav er länken om en ny."))
    said = _checked(row, value.strip())
    before = row.answers.order_by("-turn").first()
    at = max(now(), row.created_at, *([before.at] if before else []))  # a clock that was set back
    made = PartnerAnswer.objects.create(
        question=row,
        turn=before.turn + 1 if before else 1,
        number=said if isinstance(said, int) else None,
        text=said if isinstance(said, str) else "",
        at=at,
    )
    record(
        Event.PARTNER_ANSWERED, made, party=Party.OTHER, pair_id=row.pair_id, question=row.pk, turn=made.turn
    )
    return made


def _checked(row: PartnerQuestion, value: str) -> int | str:
    if not value:
        raise UserError(_("Svaret sparades inte. Det är tomt. Fyll i ett svar och skicka igen."))
    if row.kind == AnswerKind.NUMBER:
        plain = value.replace(" ", "").replace("\u00a0", "")
        if not (
            plain.isascii() and plain.isdigit() and int(plain[:9]) <= MOST and len(plain) <= len(str(MOST))
        ):
            raise UserError(
                _(
                    "Svaret sparades inte. Det är inget helt tal mellan 0 och 100 000. Skriv antalet med siffror."
                )
            )
        return int(plain)
    if row.kind == AnswerKind.CHOICE and value not in row.choices:
        raise UserError(_("Svaret sparades inte. Det är inget av svaren att välja bland. Välj ett av dem."))
    if len(value) > LONGEST:
        raise UserError(_("Svaret sparades inte. Det är längre än 300 tecken. Korta det och skicka igen."))
    return value
