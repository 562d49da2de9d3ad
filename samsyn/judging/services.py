"""Each party judges unseen; then both are shown; then they agree, or record that they do not."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.judging.models import Judgement, Settlement, SettlementState
from samsyn.judging.queries import Matter, Stand, stand
from samsyn.judging.rules import PARTIES, other
from samsyn.people import access
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError


@transaction.atomic
def give(matter: Matter, *, value: str, grounds: str, version: int, by: Member) -> Stand:
    """Give one's own party's judgement, and log it. Return how the matter then stands for that party.

    version  of the party's own judgement as the writer read it, 0 when there was none; raises StaleError when a colleague
             has saved since

    Until the other party has given its own, a new answer takes the place of the old without a trace for anybody else. After
    that the first is kept, and the judgement says that it was changed after the other's was seen.
    """
    _must_judge(by, matter.pair)
    grounds = _required(grounds, _("Skälet"))
    held = _locked(matter, by)
    if held.is_settled:
        raise UserError(
            _(
                "Bedömningen sparades inte. Parterna har redan kommit överens, eller skrivit att de är oeniga. "
                "Ladda om sidan och bedöm på nytt."
            )
        )
    mine = held.mine
    if (mine.version if mine else 0) != version:
        raise StaleError(
            _(
                "Bedömningen sparades inte. Någon från er part har bedömt sedan du öppnade sidan. "
                "Läs den bedömningen, ändra din om det behövs och spara igen."
            ),
            theirs=mine.grounds if mine else "",
        )
    row = mine or Judgement(**matter.key, party=by.party, version=0)
    before, is_same = (row.value, row.grounds), (row.value, row.grounds) == (value, grounds)
    is_changed = held.is_shown and not is_same
    if is_changed and row.note_change(before[0], now()):
        row.first_grounds = before[1]
    row.value, row.grounds, row.by, row.at, row.version = value, grounds, by, now(), version + 1
    row.save()
    stands = _stand_of(matter, by)
    told(
        row,
        by=by,
        pair=matter.pair,
        was_given=mine is not None,
        is_shown=stands.is_shown,
        is_changed=is_changed,
    )
    return stands


def told(
    row: models.Model,
    *,
    by: Member,
    pair: AreaPair,
    was_given: bool,
    is_shown: bool,
    is_changed: bool,
    event: Event = Event.JUDGED,
    **facts: Any,
) -> None:
    """Write in the log that a party has judged. The entry that it judged is its own; that both are shown is for both.

    No value stands in the log, so that nothing there tells what an unseen judgement says.
    """
    record(event, row, by=by, pair_id=pair.pk, **facts)
    if is_shown and not was_given:
        record(Event.JUDGEMENTS_SHOWN, row, by=by, pair_id=pair.pk)
    elif is_changed:
        record(Event.JUDGEMENT_CHANGED, row, by=by, pair_id=pair.pk)


@transaction.atomic
def propose(matter: Matter, *, value: str, grounds: str, version: int, by: Member) -> Settlement:
    """Say what the two could judge together. It is joint when the other party has accepted it word for word.

    version  of the proposal as it was read, 0 when there was none; raises StaleError when there is another now
    """
    _must_judge(by, matter.pair)
    grounds = _required(grounds, _("Skälet"))
    held = _locked(matter, by)
    _must_be_open(held)
    row = held.settlement or Settlement(**matter.key, version=0)
    _must_be_read(row, version)
    row.state, row.value, row.grounds = SettlementState.PROPOSED, value, grounds
    _signed(row, by)
    record(Event.JOINT_PROPOSED, row, by=by, pair_id=matter.pair.pk, version=row.version)
    return row


@transaction.atomic
def accept(matter: Matter, *, version: int, by: Member) -> Settlement:
    """Accept what the other party has proposed, as it was read. Raises StaleError when it says something else now."""
    _must_judge(by, matter.pair)
    held = _locked(matter, by)
    _must_be_open(held)
    row = held.settlement
    if row is None or row.party == by.party or row.by_id == by.pk:
        raise UserError(
            _(
                "Ingenting ändrades. Den andra parten har inget förslag som väntar på er. "
                "Föreslå en gemensam bedömning själva."
            )
        )
    _must_be_read(row, version)
    row.state, row.accepted_by, row.accepted_at = SettlementState.AGREED, by, now()
    row.save()
    record(Event.JOINT_AGREED, row, by=by, pair_id=matter.pair.pk)
    return row


@transaction.atomic
def agree_as_equal(matter: Matter, *, by: Member) -> Settlement | None:
    """Note that both have judged alike: they agree without asking each other. None while they have not.

    None too when one person has judged for both, as one who has moved to the other authority: another one must agree.
    """
    _must_judge(by, matter.pair)
    held = _locked(matter, by)
    if not held.is_open or len({one.value for one in held.said.values()}) > 1:
        return None
    if len({one.by_id for one in held.said.values()}) < len(PARTIES):
        return None
    row = held.settlement or Settlement(**matter.key, version=0)
    row.state, row.value, row.grounds = SettlementState.AGREED, held.said[by.party].value, ""
    _signed(row, by)
    record(Event.JOINT_AGREED, row, by=by, pair_id=matter.pair.pk)
    return row


@transaction.atomic
def differ(matter: Matter, *, says: str, by: Member) -> Settlement:
    """Record that the parties do not agree, with one's own party's sentence. It takes two to agree and one to differ.

    The other party adds its sentence the same way. Both judgements stand as they are.
    """
    _must_judge(by, matter.pair)
    says = _required(says, _("Er mening"))
    held = _locked(matter, by)
    row = held.settlement
    if row is None or not row.differs:
        _must_be_open(held)
        row = row or Settlement(**matter.key, version=0)
        row.state, row.value, row.grounds = SettlementState.DIFFERS, "", ""
        setattr(row, f"{by.party}_says", says)
        _signed(row, by)
    else:
        setattr(row, f"{by.party}_says", says)
        row.version += 1
        row.save()
    record(Event.JOINT_DIFFERS, row, by=by, pair_id=matter.pair.pk)
    return row


def _must_be_read(row: Settlement, version: int) -> None:
    if row.version != version:
        raise StaleError(
            _(
                "Ingenting ändrades. Någon har skrivit ett förslag sedan du öppnade sidan. "
                "Läs det som gäller nu och svara på det."
            ),
            theirs=row.grounds,
        )


def _signed(row: Settlement, by: Member) -> None:
    row.party, row.by, row.at, row.version = by.party, by, now(), row.version + 1
    row.save()


def _must_judge(by: Member, pair: AreaPair) -> None:
    """Raise UserError unless the member writes for the city or the police here. An external party judges nothing."""
    if by.party not in PARTIES or not access.may_write(by, pair):
        raise UserError(
            _(
                "Ingenting sparades. Du får läsa här men inte bedöma för staden eller polisen. "
                "Be den som samordnar området att göra det."
            )
        )


def _locked(matter: Matter, by: Member) -> Stand:
    """Hold the pair, so that one of two who judge in the same moment comes after the other, and read how it stands."""
    AreaPair.objects.select_for_update(no_key=True).values_list("pk").get(pk=matter.pair.pk)
    return _stand_of(matter, by)


def _stand_of(matter: Matter, by: Member) -> Stand:
    return stand(matter, by.party)


def _must_be_open(held: Stand) -> None:
    """Raise UserError before both have judged, and when it is settled. Says nothing of whether the other has."""
    if held.mine is None:
        raise UserError(
            _(
                "Ingenting sparades. Er part har inte bedömt än. Gör er egen bedömning först, sedan visas båda."
            )
        )
    if not held.is_shown:
        waits_for = {"city": _("Staden har inte bedömt än."), "police": _("Polisen har inte bedömt än.")}
        raise UserError(
            _("Ingenting sparades. %(waits)s Kom överens när båda har bedömt var för sig.")
            % {"waits": waits_for[other(held.reader)]}
        )
    if held.is_settled:
        raise UserError(
            _(
                "Ingenting sparades. Det är redan avgjort vad ni säger tillsammans. Ladda om sidan och läs det."
            )
        )


def _required(text: str, what: str) -> str:
    text = text.strip()
    if not text:
        raise UserError(
            _("Ingenting sparades. %(what)s saknas. Skriv en text och spara igen.") % {"what": what}
        )
    return text
