"""Carrying a joint matter from draft to decision. Every service that changes a matter or a piece of it begins with `open_for_change`."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records import services as records
from samsyn.records.canonical import dumps
from samsyn.records.joint.kinds import kind_of
from samsyn.records.joint.models import Joint, Piece
from samsyn.records.joint.workflow import OPEN, JointState, may_go
from samsyn.records.models import Decision
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError

J = TypeVar("J", bound=Joint)
P = TypeVar("P", bound=Piece)


def subject(row: Joint) -> records.Subject:
    """Return the row as a matter to decide on, with the text that was sent to review."""
    return records.Subject(
        row=row, pair=row.pair, title=kind_of(row).register_title(row)[:200], canonical=row.canonical
    )


def locked(row: J) -> J:
    """Return the row as it stands now, locked until the transaction ends."""
    manager = type(row)._default_manager
    found: Any = manager.select_for_update(of=("self",)).select_related("pair__city").get(pk=row.pk)
    return cast(J, found)


def locked_piece(piece: P) -> P:
    """Return the piece as it stands now, locked until the transaction ends."""
    found: Any = type(piece)._default_manager.select_for_update(of=("self",)).get(pk=piece.pk)
    return cast(P, found)


def must_write(by: Member, pair: AreaPair) -> None:
    """Raise UserError unless the member may write in the pair's steps today."""
    if not access.may_write(by, pair):
        raise UserError(
            _(
                "Ingenting sparades. Du får läsa här men inte skriva. Be den som samordnar området att göra det."
            )
        )


def open_for_change(row: J, *, by: Member) -> J:
    """Return the row locked and open for a change by the member, or raise UserError.

    A text on review becomes a draft again: both approvals end, whoever gave them. A decided text never changes.
    The caller is in a transaction.
    """
    held = locked(row)
    must_write(by, held.pair)
    if held.state not in OPEN:
        raise UserError(
            _("Ingenting sparades. Texten är nu %(state)s och ändras inte. Skapa en ny version av den.")
            % {"state": held.get_state_display()}
        )
    if held.state == JointState.IN_REVIEW:
        voided = records.void(subject(held), by=by)
        _to_draft(held)
        record(Event.TEXT_REOPENED, held, by=by, pair_id=held.pair_id, voided=voided)
    return held


def _to_draft(row: Joint) -> None:
    row.state, row.canonical, row.checksum = JointState.DRAFT, "", ""
    row.save(update_fields=["state", "canonical", "checksum"])


def must_be_current(piece: Piece, version: int, *, theirs: str) -> None:
    """Raise StaleError when somebody has saved or removed the piece since `version` was read."""
    if piece.removed_at is not None:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har tagit bort det du ändrade sedan du öppnade det. "
                "Din text står kvar i formuläret: kopiera den och lägg till den på nytt."
            ),
            theirs=theirs,
        )
    if piece.version != version:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har ändrat samma sak sedan du öppnade den. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=theirs,
        )


def next_position(rows: Any) -> int:
    """Return the position after the last of the rows (a queryset of pieces)."""
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


def required(text: str, *, what: str) -> str:
    """Return the text without blanks around it; raise UserError when nothing is left. `what` begins the sentence."""
    text = text.strip()
    if not text:
        raise UserError(
            _("Ingenting sparades. %(what)s saknas. Skriv en text och spara igen.") % {"what": what}
        )
    return text


@transaction.atomic
def send_to_review(row: J, *, by: Member) -> J:
    """Freeze the text of a draft and send it to both parties, when every check holds."""
    held = locked(row)
    must_write(by, held.pair)
    _must_go(held, JointState.IN_REVIEW)
    kind = kind_of(held)
    lacking = [check.sentence for check in kind.checks(held) if not check.is_met]
    if lacking:
        raise UserError(
            _("Texten skickades inte på granskning. %(lacking)s Komplettera och skicka igen.")
            % {"lacking": " ".join(lacking)}
        )
    held.canonical = dumps({"schema": 1, "kind": kind.code, "number": held.number, **kind.contents(held)})
    held.checksum = records.checksum(held.canonical)
    held.state = JointState.IN_REVIEW
    held.save(update_fields=["canonical", "checksum", "state"])
    record(Event.TEXT_SENT, held, by=by, pair_id=held.pair_id, checksum=held.checksum)
    return held


def _must_go(row: Joint, end: JointState) -> None:
    if not may_go(row.state, end):
        raise UserError(
            _("Ingenting ändrades. Texten är nu %(state)s. Ladda om sidan och se vad som väntar.")
            % {"state": row.get_state_display()}
        )


@transaction.atomic
def ask_for_change(row: J, *, reason: str, by: Member) -> J:
    """Send a text back to draft with a reason that both parties see; every approval of it ends."""
    held = locked(row)
    _must_go(held, JointState.DRAFT)
    request = records.ask_for_change(subject(held), reason=reason, by=by)
    was = held.checksum
    _to_draft(held)
    record(Event.TEXT_RETURNED, held, by=by, pair_id=held.pair_id, checksum=was, request=request.pk)
    return held


@transaction.atomic
def approve(
    row: Joint,
    *,
    read_checksum: str,
    by: Member,
    reservation: str = "",
    noted: records.Noted | None = None,
) -> Decision | None:
    """Approve the text for one's own party; when both have approved the same text, it is decided.

    read_checksum  the checksum of the text that the person read
    noted          what the party notes on its own decision: who presented, who took part, by what law

    Raises UserError, and StaleError when the text has changed since she read it.
    """
    held = locked(row)
    if access.may_approve(by, held.pair):
        if held.state == JointState.DRAFT and read_checksum:
            raise StaleError(
                _(
                    "Godkännandet sparades inte. Texten är ett utkast igen, för någon har ändrat den. "
                    "Vänta tills den skickas på granskning och läs den på nytt."
                )
            )
        if held.state != JointState.DECIDED:
            _must_go(held, JointState.DECIDED)
    decision = records.approve(
        subject(held), read_checksum=read_checksum, by=by, reservation=reservation, noted=noted
    )
    if decision is not None:
        _decide(held, decision, by=by)
    return decision


def _decide(row: Joint, decision: Decision, *, by: Member) -> None:
    """Close the row on the decision, and let it take the place of the version decided before."""
    earlier = type(row)._default_manager.filter(key=row.key, state=JointState.DECIDED).first()
    if earlier is not None:
        earlier.state = JointState.SUPERSEDED
        earlier.save(update_fields=["state"])
    row.state, row.decided_at = JointState.DECIDED, decision.decided_at
    row.save(update_fields=["state", "decided_at"])
    record(
        Event.TEXT_DECIDED,
        row,
        by=by,
        pair_id=row.pair_id,
        checksum=row.checksum,
        decision=decision.pk,
        supersedes=earlier.pk if earlier else None,
    )
    kind_of(row).after_decision(row, by=by)


@transaction.atomic
def withdraw(row: J, *, by: Member) -> J:
    """Take back a draft. It stays readable, and nothing is decided by it."""
    held = locked(row)
    must_write(by, held.pair)
    _must_go(held, JointState.WITHDRAWN)
    held.state = JointState.WITHDRAWN
    held.save(update_fields=["state"])
    record(Event.TEXT_WITHDRAWN, held, by=by, pair_id=held.pair_id)
    return held


def start_version(row: J, *, by: Member) -> J:
    """Start the next version of what is decided, with everything that the decided one holds; the old stays in force."""
    try:
        return _start_version(row, by)
    except IntegrityError:  # two started at once: the other's version stands
        raise UserError(_already_open()) from None


def _already_open() -> str:
    return _(
        "Ingen ny version skapades. En ny version är redan påbörjad av någon. Ladda om sidan och arbeta vidare i den."
    )


@transaction.atomic
def _start_version(row: J, by: Member) -> J:
    held = locked(row)
    must_write(by, held.pair)
    if not kind_of(held).is_versioned:
        raise UserError(
            _(
                "Ingen ny version skapades. En %(kind)s ersätts av en ny i stället. "
                "Skriv en efterträdare från dess sida."
            )
            % {"kind": kind_of(held).name}
        )
    if held.state != JointState.DECIDED:
        raise UserError(
            _(
                "Ingen ny version skapades. Texten är %(state)s, och bara en beslutad text får en ny version. "
                "Ladda om sidan och se vad som gäller."
            )
            % {"state": held.get_state_display()}
        )
    rows = type(held)._default_manager.filter(key=held.key)
    if rows.filter(state__in=OPEN).exists():
        raise UserError(_already_open())
    kind = kind_of(held)
    made = type(held)._default_manager.create(
        pair=held.pair,
        key=held.key,
        number=rows.order_by("-number").values_list("number", flat=True)[0] + 1,
        added_by=by,
        added_at=now(),
        **kind.fields(held),
    )
    kind.copy_pieces(held, made)
    record(Event.VERSION_STARTED, made, by=by, pair_id=held.pair_id, number=made.number, of=held.pk)
    return cast(J, made)
