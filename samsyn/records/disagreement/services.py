"""Raising a disagreement, writing one's own party's view of it, answering it on the next level, taking it back."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access
from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair
from samsyn.places.queries import whole_pair
from samsyn.records.disagreement.models import Disagreement, DisagreementState, Standpoint
from samsyn.records.disagreement.rules import are_seen, may_answer, may_speak
from samsyn.records.disagreement.subjects import find
from samsyn.ui.clock import now, today
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import day


def raise_disagreement(
    *, pair: AreaPair, code: str, pk: int, about: str, view: str, answer_by: date, by: Member
) -> Disagreement:
    """Take what the parties do not agree on to the next level. The text and its approvals stay as they are.

    code, pk   the text on review, as `subjects.find` takes them
    about      what it is about, which both parties read at once
    view       one's own party's view, which the other reads when both have written
    answer_by  the last day of the answer

    Raises UserError.
    """
    try:
        return _raise(pair, code, pk, about.strip(), view.strip(), answer_by, by)
    except IntegrityError:  # two raised it at once: the other's stands
        raise UserError(_already_open()) from None


def _already_open() -> str:
    return _(
        "Oenigheten sparades inte. Det finns redan en öppen oenighet om texten. "
        "Öppna den och skriv er syn där."
    )


@transaction.atomic
def _raise(
    pair: AreaPair, code: str, pk: int, about: str, view: str, answer_by: date, by: Member
) -> Disagreement:
    _must_speak(by, pair)
    level = _next_level(pair)
    _must_say(about, view)
    if answer_by < today():
        raise UserError(
            _(
                "Oenigheten sparades inte. Dagen för svaret, %(day)s, har redan varit. Välj i dag eller senare."
            )
            % {"day": day(answer_by)}
        )
    found = find(pair, code, pk)
    if found is None or not found.is_in_review:
        raise UserError(
            _(
                "Oenigheten sparades inte. Texten är inte på granskning. "
                "Ladda om sidan och se vad som gäller nu."
            )
        )
    subject = found.subject
    known = Disagreement.objects.filter(subject_type=subject.type, subject_id=subject.row.pk)
    if known.filter(state=DisagreementState.OPEN).exists():
        raise UserError(_already_open())
    made = Disagreement.objects.create(
        subject_type=subject.type,
        subject_id=subject.row.pk,
        title=subject.title,
        checksum=subject.checksum,
        pair=pair,
        level=level,
        party=by.party,
        raised_by=by,
        raised_at=now(),
        about=about,
        answer_by=answer_by,
    )
    record(
        Event.DISAGREEMENT_RAISED,
        made,
        by=by,
        pair_id=pair.pk,
        subject=subject.type,
        subject_id=subject.row.pk,
        level=level.pk,
        answer_by=answer_by.isoformat(),
    )
    _write(made, view, by)
    return made


def _must_speak(by: Member, pair: AreaPair) -> None:
    if not may_speak(by, pair):
        raise UserError(
            _(
                "Ingenting sparades. Din roll ger inte rätt att tala för någon part här. "
                "Be den som samordnar området eller den som beslutar."
            )
        )


def _next_level(pair: AreaPair) -> AreaPair:
    if pair.is_whole:
        raise UserError(
            _(
                "Oenigheten sparades inte. Det här gäller redan hela staden, och över den finns ingen nivå. "
                "Ta upp frågan på ett möte."
            )
        )
    level = whole_pair(pair.city, on=today())
    if level is None:
        raise UserError(
            _(
                "Oenigheten sparades inte. Staden har inget par för hela staden, så ingen nivå kan svara. "
                "Be administratören att öppna det under Platser."
            )
        )
    return level


def _must_say(about: str, view: str) -> None:
    if not about or not view:
        raise UserError(
            _(
                "Oenigheten sparades inte. Det saknas vad ni inte är överens om eller hur ni ser på det. "
                "Skriv båda och spara igen."
            )
        )


def _write(row: Disagreement, text: str, by: Member) -> Standpoint:
    made, is_new = Standpoint.objects.update_or_create(
        disagreement=row,
        party=by.party,
        defaults={"text": text, "written_by": by, "written_at": now()},
    )
    record(
        Event.STANDPOINT_WRITTEN,
        row,
        by=by,
        pair_id=row.pair_id,
        standpoint=made.pk,
        is_new=is_new,
    )
    return made


def _locked(row: Disagreement) -> Disagreement:
    rows = Disagreement.objects.select_for_update(of=("self",)).select_related("pair__city", "level__city")
    return rows.get(pk=row.pk)


def _must_be_open(held: Disagreement) -> None:
    if not held.is_open:
        raise UserError(
            _("Ingenting sparades. Oenigheten är redan %(state)s. Ladda om sidan och läs vad som gäller.")
            % {"state": held.get_state_display()}
        )


@transaction.atomic
def write_standpoint(*, disagreement: Disagreement, text: str, by: Member) -> Standpoint:
    """Write one's own party's view, or write it over while the other party cannot read it. Raises UserError."""
    held = _locked(disagreement)
    _must_speak(by, held.pair)
    _must_be_open(held)
    text = text.strip()
    if not text:
        raise UserError(_("Ingenting sparades. Er syn saknas. Skriv hur ni ser på saken och spara igen."))
    written = set(held.standpoints.values_list("party", flat=True))
    if by.party in written and are_seen(held, written):
        raise UserError(
            _(
                "Ingenting sparades. Båda parter läser redan varandras syn, och då ändras den inte. "
                "Ta upp det som är nytt på ett möte."
            )
        )
    return _write(held, text, by)


@transaction.atomic
def answer_disagreement(*, disagreement: Disagreement, answer: str, by: Member) -> Disagreement:
    """Answer as one who decides for the whole city. The answer stands on the matter for ever. Raises UserError."""
    held = _locked(disagreement)
    if not may_answer(by, held):
        raise UserError(
            _(
                "Svaret sparades inte. Bara den som beslutar för hela staden svarar på en oenighet. "
                "Be stadsdirektören eller polisområdeschefen."
            )
        )
    _must_be_open(held)
    if not are_seen(held, set(held.standpoints.values_list("party", flat=True))):
        raise UserError(
            _(
                "Svaret sparades inte. Båda parter har inte skrivit sin syn, och de har till och med %(day)s på sig. "
                "Vänta på den som fattas."
            )
            % {"day": day(held.answer_by)}
        )
    if not answer.strip():
        raise UserError(_("Svaret sparades inte. Texten är tom. Skriv vad ni kom fram till och varför."))
    with translation.override("sv"):  # the word goes into the register
        held.capacity = access.capacity(by, held.level)
    return _close(held, DisagreementState.ANSWERED, answer.strip(), by, Event.DISAGREEMENT_ANSWERED)


@transaction.atomic
def withdraw_disagreement(*, disagreement: Disagreement, by: Member) -> Disagreement:
    """Take back what one's own party raised: the parties have agreed. What was written stays. Raises UserError."""
    held = _locked(disagreement)
    _must_speak(by, held.pair)
    if by.party != held.party:
        raise UserError(
            _(
                "Ingenting ändrades. Den andra parten tog upp oenigheten, och bara den drar tillbaka den. "
                "Be dem att göra det."
            )
        )
    _must_be_open(held)
    return _close(held, DisagreementState.WITHDRAWN, "", by, Event.DISAGREEMENT_WITHDRAWN)


def _close(
    held: Disagreement, state: DisagreementState, answer: str, by: Member, event: Event
) -> Disagreement:
    held.state, held.answer, held.closed_by, held.closed_at = state, answer, by, now()
    held.closed_party = Party(by.party)
    held.save(update_fields=["state", "answer", "capacity", "closed_by", "closed_party", "closed_at"])
    record(event, held, by=by, pair_id=held.pair_id, is_late=held.is_due)
    return held
