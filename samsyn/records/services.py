"""Approving together: one engine for every joint decision."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access, resets
from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair
from samsyn.places.prepared import FIRST, Prepared
from samsyn.records import signatures
from samsyn.records.models import Approval, ChangeRequest, Decision
from samsyn.records.signatures import Signed
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError

PARTIES = (Party.CITY, Party.POLICE)
REGISTRY_FIELDS: dict[str, str] = {
    Party.CITY: "city_registry_number",
    Party.POLICE: "police_registry_number",
}


@dataclass(frozen=True)
class Noted:
    """What a party notes on its own decision beside the text: förvaltningslagen (2017:900) 31 §.

    presented_by  the föredragande: function and name; took_part: others who took part in the handling
    legal_ground  by what the authority decides
    """

    presented_by: str = ""
    took_part: str = ""
    legal_ground: str = ""

    def trimmed(self) -> dict[str, str]:
        return {name: " ".join(value.split()) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Subject:
    """What is decided on: a row, the pair it belongs to, and the exact text as canonical JSON."""

    row: models.Model
    pair: AreaPair
    title: str
    canonical: str

    @property
    def type(self) -> str:
        return self.row._meta.label_lower

    @property
    def checksum(self) -> str:
        return checksum(self.canonical)


def checksum(canonical: str) -> str:
    """Return the SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(canonical.encode()).hexdigest()


_STANDING = Prepared(
    Approval,
    lambda kind, pk, text: Approval.objects.filter(
        subject_type=kind, subject_id=pk, voided_at=None, checksum=text
    ),
    values=["?kind", FIRST, "?text"],
    joined=["by"],
)


def recorded(subject: Subject) -> dict[str, tuple[Approval, Signed]]:
    """Return the approvals of exactly this text that are not voided, by party, each with how it is signed."""
    rows = _STANDING.rows(subject.type, subject.row.pk, subject.checksum)
    return {row.party: (row, signatures.status(row, subject.pair)) for row in rows}


def standing(subject: Subject) -> dict[str, Approval]:
    """Return the approvals that hold, by party: not voided, of exactly this text, and with a good signature.

    What was decided before approvals were signed stands; an unsigned approval never counts towards a new decision.
    """
    rows = recorded(subject)
    if any(how == Signed.BEFORE for _row, how in rows.values()) and is_decided(subject):
        return {party: row for party, (row, how) in rows.items() if how in {Signed.GOOD, Signed.BEFORE}}
    return {party: row for party, (row, how) in rows.items() if how == Signed.GOOD}


def _counted(subject: Subject) -> dict[str, Approval]:
    """Return the approvals that may make a decision: they stand, and the log says that they were given and have not ended."""
    rows = standing(subject)
    known = signatures.standing_in_log(rows.values())
    return {party: row for party, row in rows.items() if row.pk in known}


def is_decided(subject: Subject) -> bool:
    """Whether both parties have decided on the object."""
    return Decision.objects.filter(subject_type=subject.type, subject_id=subject.row.pk).exists()


@transaction.atomic
def approve(
    subject: Subject, *, read_checksum: str, by: Member, reservation: str = "", noted: Noted | None = None
) -> Decision | None:
    """Approve the text for one's own party and sign it; when both have approved the same text, return the Decision.

    read_checksum  the checksum of the text that the person had before her eyes

    The caller holds a lock on the row. Raises UserError when the person may not approve, has approved already,
    the matter is decided or her party's key cannot sign, and StaleError when the text has changed since she read it.
    """
    holds = _may_approve_now(subject, read_checksum, by)
    key = signatures.key_for(subject.pair, by.party)
    if key.is_new:
        record(Event.SIGNING_KEY_MADE, subject.pair.city, by=by, pair_id=subject.pair.pk, key=key.fingerprint)
    void(subject, by=by, parties=[by.party])
    approval = Approval(
        subject_type=subject.type,
        subject_id=subject.row.pk,
        pair=subject.pair,
        checksum=subject.checksum,
        party=by.party,
        by=by,
        capacity=_capacity(by, subject.pair),
        reservation=reservation.strip(),
        approved_at=max([now(), *(other.approved_at for other in holds.values())]),  # a clock may be set back
        **(noted or Noted()).trimmed(),
    )
    signatures.sign(approval, subject.pair, key=key)
    approval.save(force_insert=True)
    record(
        Event.APPROVED,
        subject.row,
        by=by,
        pair_id=subject.pair.pk,
        checksum=subject.checksum,
        approval=approval.pk,
        key=key.fingerprint,
    )
    if set(_counted(subject)) != set(PARTIES):
        return None
    return _decide(subject, approval)


def _may_approve_now(subject: Subject, read_checksum: str, by: Member) -> dict[str, Approval]:
    """Return the approvals that hold, or raise UserError when the member may not add hers."""
    resets.must_be_free(by)
    if not access.may_approve(by, subject.pair):
        raise UserError(
            _(
                "Du kan inte godkänna här. Din roll ger inte rätt att besluta för någon part. Be den som beslutar att logga in."
            )
        )
    if is_decided(subject):
        raise UserError(_("Godkännandet sparades inte. Texten är redan beslutad. Ett beslut ändras inte."))
    if read_checksum != subject.checksum:
        raise StaleError(
            _(
                "Godkännandet sparades inte. Texten har ändrats sedan du läste den. Läs den nya texten och godkänn igen."
            )
        )
    holds = _counted(subject)
    if any(other.by_id == by.pk for other in holds.values()):
        raise UserError(
            _(
                "Godkännandet sparades inte. Du har redan godkänt texten för den andra myndigheten. "
                "Någon annan måste besluta för din."
            )
        )
    if by.party in holds:
        raise UserError(
            _(
                "Godkännandet sparades inte. Din part har redan godkänt just den här texten. Nu väntar den på den andra parten."
            )
        )
    return holds


def _decide(subject: Subject, last: Approval) -> Decision:
    """Both have approved: write what they decided. `last` is the approval that made it so."""
    decision = Decision.objects.create(
        subject_type=subject.type,
        subject_id=subject.row.pk,
        pair=subject.pair,
        title=subject.title,
        canonical=subject.canonical,
        checksum=subject.checksum,
        decided_at=max(now(), last.approved_at),
    )
    record(
        Event.DECIDED,
        subject.row,
        by=last.by,
        pair_id=subject.pair.pk,
        checksum=subject.checksum,
        decision=decision.pk,
    )
    return decision


def _capacity(by: Member, pair: AreaPair) -> str:
    """Return the capacity in Swedish, whatever language the page had: the word goes into the register."""
    with translation.override("sv"):
        return access.capacity(by, pair)


@transaction.atomic
def ask_for_change(subject: Subject, *, reason: str, by: Member) -> ChangeRequest:
    """Say what must change before one's party approves; every approval of the text ends.

    The caller holds a lock on the row. Raises UserError when the person works for neither party here,
    the matter is decided or there is no reason.
    """
    if not (access.may_approve(by, subject.pair) or access.may_write(by, subject.pair)):
        raise UserError(
            _(
                "Begäran sparades inte. Din roll ger inte rätt att begära ändring för någon part. "
                "Tala med den som samordnar området."
            )
        )
    if is_decided(subject):
        raise UserError(_("Begäran sparades inte. Texten är redan beslutad. Ett beslut ändras inte."))
    if not reason.strip():
        raise UserError(
            _(
                "Begäran sparades inte. Det saknas ett skäl. Skriv vad som ska ändras, så att båda parter förstår det."
            )
        )
    void(subject, by=by)
    return ChangeRequest.objects.create(
        subject_type=subject.type,
        subject_id=subject.row.pk,
        pair=subject.pair,
        checksum=subject.checksum,
        party=by.party,
        by=by,
        reason=reason.strip(),
        asked_at=now(),
    )


@transaction.atomic
def void(subject: Subject, *, by: Member | None, parties: list[str] | None = None) -> int:
    """End the approvals of an object, because its text changed or a party asked for a change; return how many."""
    rows = Approval.objects.filter(subject_type=subject.type, subject_id=subject.row.pk, voided_at=None)
    if parties is not None:
        rows = rows.filter(party__in=parties)
    count = 0
    for row in rows:
        row.voided_at = now()
        row.save(update_fields=["voided_at"])
        record(Event.APPROVAL_VOIDED, subject.row, by=by, pair_id=subject.pair.pk, approval=row.pk)
        count += 1
    return count


@transaction.atomic
def set_registry_number(*, subject: Subject, number: str, by: Member) -> Decision:
    """Write the number that one's own authority has registered the decision under; a wrong one may be written over.

    Raises UserError when the member keeps no register here, nothing is decided, or the number has no digit.
    """
    if not access.rights_in(by, subject.pair).may_register:
        raise UserError(
            _(
                "Diarienumret sparades inte. Bara en registrator skriver in sin myndighets nummer. "
                "Be registratorn att göra det."
            )
        )
    found = Decision.objects.filter(subject_type=subject.type, subject_id=subject.row.pk).first()
    if found is None:
        raise UserError(
            _("Diarienumret sparades inte. Texten är inte beslutad av båda parter. Vänta tills den är det.")
        )
    number = " ".join(number.split())
    if not any(letter.isdigit() for letter in number):
        raise UserError(
            _(
                "Diarienumret sparades inte. Ett diarienummer innehåller siffror. "
                "Skriv det som det står i diariet, till exempel N-2026-00123."
            )
        )
    field = REGISTRY_FIELDS[by.party]
    had_number = bool(getattr(found, field))
    setattr(found, field, number)
    found.save(update_fields=[field])
    record(
        Event.REGISTRY_NUMBER_SET,
        subject.row,
        by=by,
        pair_id=subject.pair.pk,
        decision=found.pk,
        had_number=had_number,
    )
    return found
