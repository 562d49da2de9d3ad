"""Four eyes: one person proposes that something becomes public, another confirms it. Both are logged.

What becomes public says of what (a Subject: row, pair and exact text), for what purpose, and who has the right. Whoever
proposed never confirms: not in another capacity, not by another account in the same name, not as a deputy of the one who
proposed. Nor does anybody take part whose way in was made by others lately: an administrator could be both. A proposal is of one exact text; when the text changes it does not stand any more.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access, resets
from samsyn.people.models import Member, OfficeHolding
from samsyn.people.passwords import folded
from samsyn.places.models import AreaPair
from samsyn.records.models import Proposal, ProposalState
from samsyn.records.services import Subject
from samsyn.ui.clock import now, today
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import day, moment

Right = Callable[[Member], bool]
PUBLISH = "publish"


def standing(subject: Subject, purpose: str, *, may: Right) -> Proposal | None:
    """Return the proposal that another may confirm: of exactly this text, by one who still has the right."""
    row = _open(subject, purpose)
    return row if row is not None and _stands(row, subject, may) else None


def is_anything_proposed(pair: AreaPair) -> bool:
    """Whether anything of the pair is proposed and not closed."""
    return Proposal.objects.filter(pair=pair, state=ProposalState.OPEN).exists()


@transaction.atomic
def propose(subject: Subject, purpose: str, *, by: Member, may: Right) -> Proposal:
    """Propose for another to confirm. The caller holds a lock on the subject's row.

    Raises UserError when the member has not the right, or a proposal of this text waits already.
    """
    _must_have_right(by, may)
    resets.must_be_free(by)
    waiting = _open(subject, purpose)
    if waiting is not None and _stands(waiting, subject, may):
        raise UserError(
            _(
                "Förslaget sparades inte. %(who)s föreslog det redan %(day)s, och det väntar på någon annan. "
                "Bekräfta det, eller ta tillbaka det först."
            )
            % {"who": waiting.proposer_name, "day": day(waiting.proposed_at)}
        )
    if waiting is not None:
        _close(waiting, subject, ProposalState.ENDED, by=by)
    row = Proposal.objects.create(
        purpose=purpose,
        subject_type=subject.type,
        subject_id=subject.row.pk,
        pair=subject.pair,
        checksum=subject.checksum,
        proposed_by=by,
        proposer_name=by.name,
        proposed_at=now(),
    )
    _log(Event.TWO_PERSONS_PROPOSED, row, subject, by=by)
    return row


@transaction.atomic
def confirm(subject: Subject, purpose: str, *, by: Member, may: Right) -> Proposal:
    """Confirm what another proposed, so that the caller may carry it out. The caller holds a lock on the subject's row.

    Raises UserError when the member has not the right, nothing is proposed of this text, or she may not be
    the second person (`why_not`).
    """
    _must_have_right(by, may)
    row = standing(subject, purpose, may=may)
    if row is None:
        raise UserError(
            _(
                "Ingenting blev offentligt. Ingen har föreslagit just den här texten, och det krävs två personer. "
                "Föreslå det, så bekräftar någon annan."
            )
        )
    if why := why_not(row, by):
        raise UserError(why)
    _close(row, subject, ProposalState.CONFIRMED, by=by)
    return row


@transaction.atomic
def withdraw(subject: Subject, purpose: str, *, by: Member, may: Right) -> Proposal:
    """Take a waiting proposal back; whoever has the right may. The caller holds a lock on the subject's row."""
    _must_have_right(by, may)
    row = _open(subject, purpose)
    if row is None:
        raise UserError(
            _("Ingenting ändrades. Det finns inget förslag som väntar. Ladda om sidan och se vad som gäller.")
        )
    _close(row, subject, ProposalState.ENDED, by=by)
    return row


@transaction.atomic
def end(subject: Subject, purpose: str, *, by: Member | None) -> None:
    """End a waiting proposal because its text was changed or replaced; nothing happens when none waits."""
    row = _open(subject, purpose)
    if row is not None:
        _close(row, subject, ProposalState.ENDED, by=by)


def why_not(row: Proposal, member: Member) -> str:
    """Return in three sentences why the member may not confirm the proposal, or "" when another person than she made it."""
    if row.proposed_by_id == member.pk:
        return _(
            "Ingenting blev offentligt. Du föreslog det själv, och det krävs två personer. "
            "Be någon annan som får publicera att bekräfta."
        )
    if _same_name(row, member):
        return _(
            "Ingenting blev offentligt. Ditt konto har samma namn som den som föreslog, %(who)s, och det krävs två personer. "
            "Be någon annan som får publicera att bekräfta."
        ) % {"who": row.proposer_name}
    if _stand_in_for_each_other(row.proposed_by_id, member.pk):
        return _(
            "Ingenting blev offentligt. Du och %(who)s är ställföreträdare för varandra i dag, och det krävs två som är "
            "oberoende. Be någon annan som får publicera att bekräfta."
        ) % {"who": row.proposer_name}
    if access.is_held(member):
        return _(
            "Ingenting blev offentligt. Andra gav dig ett lösenord, och därför bekräftar du ingenting före %(at)s. "
            "Be någon annan som får publicera att bekräfta."
        ) % {"at": moment(member.held_until)}
    return ""


def _must_have_right(by: Member, may: Right) -> None:
    if not may(by):
        raise UserError(
            _(
                "Ingenting ändrades. Din roll ger inte rätt att föreslå eller bekräfta det här. "
                "Be någon som får publicera att göra det."
            )
        )


def _open(subject: Subject, purpose: str) -> Proposal | None:
    rows = Proposal.objects.filter(
        subject_type=subject.type, subject_id=subject.row.pk, purpose=purpose, state=ProposalState.OPEN
    )
    return rows.select_related("proposed_by__organisation").first()


def _stands(row: Proposal, subject: Subject, may: Right) -> bool:
    return row.checksum == subject.checksum and row.proposed_by.is_active and may(row.proposed_by)


def _same_name(row: Proposal, member: Member) -> bool:
    """Whether the accounts carry one name, now or when it was proposed: two accounts of one person are one person."""
    return folded(member.name) in {folded(row.proposer_name), folded(row.proposed_by.name)}


def _stand_in_for_each_other(one: int, other: int) -> bool:
    """Whether one of the two stands in for the other today, in any office."""
    rows = OfficeHolding.objects.filter(
        Q(member=one, deputy_for__member=other) | Q(member=other, deputy_for__member=one)
    ).select_related("deputy_for", "organisation", "member__organisation")
    return any(access.is_in_office(row, today()) for row in rows)


def _close(row: Proposal, subject: Subject, state: ProposalState, *, by: Member | None) -> None:
    row.state, row.closed_by, row.closed_at = state, by, now()
    row.save(update_fields=["state", "closed_by", "closed_at"])
    is_confirmed = state == ProposalState.CONFIRMED
    _log(Event.TWO_PERSONS_CONFIRMED if is_confirmed else Event.TWO_PERSONS_ENDED, row, subject, by=by)


def _log(event: Event, row: Proposal, subject: Subject, *, by: Member | None) -> None:
    record(
        event,
        subject.row,
        by=by,
        pair_id=subject.pair.pk,
        purpose=row.purpose,
        proposal=row.pk,
        checksum=row.checksum,
        proposed_by=row.proposed_by_id,
    )
