"""In and out: sign-in without a password in the demo, failed attempts, visits."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import queries
from samsyn.people.models import Member, PairVisit
from samsyn.places.models import AreaPair
from samsyn.ui.clock import today

BACKEND = "samsyn.people.backend.Backend"


def become(request: HttpRequest, key: str) -> Member | None:
    """Sign in as one of the cast; None when there is no such invented person. The caller has checked that it is safe.

    key  as `queries.cast_to_choose` gives it
    """
    member = next((choice.member for choice in queries.cast_to_choose() if choice.key == key), None)
    if member is None:
        return None
    if request.user.is_authenticated:
        logout(request)
    request.sign_in_way = "chosen"  # type: ignore[attr-defined]
    login(request, member, backend=BACKEND)
    return member


def note_failed_sign_in(*, email: str, is_locked: bool) -> None:
    """Log a failed sign-in. Of an unknown address nothing is kept, neither the address nor what was typed."""
    member = Member.objects.filter(email=email).first() if email else None
    record(Event.SIGN_IN_FAILED, member, is_known=member is not None, is_locked=is_locked)


@transaction.atomic
def note_own_password(member: Member) -> None:
    """Log that a member chose her own password; the one-time password is then gone."""
    if member.must_change_password:
        member.must_change_password = False
        member.save(update_fields=["must_change_password"])
    record(Event.PASSWORD_CHANGED, member, by=member)


def note_visit(*, member: Member, pair: AreaPair, seen_seq: int) -> None:
    """Remember that the member has seen the pair's home up to this log number: one upsert, no log entry."""
    PairVisit.objects.bulk_create(
        [PairVisit(member=member, pair=pair, seen_seq=seen_seq, seen_on=today())],
        update_conflicts=True,
        unique_fields=["member", "pair"],
        update_fields=["seen_seq", "seen_on"],
    )
