"""What an approval's signature covers, and whether it holds. The keys are in `signing.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC
from enum import StrEnum

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.places.models import AreaPair
from samsyn.records import signing
from samsyn.records.canonical import dumps
from samsyn.records.models import Approval


class Signed(StrEnum):
    """How an approval is signed: only GOOD counts towards a decision.

    BEFORE  given before approvals were signed, which the log confirms
    NO_KEY  the public key that it names is not in the folder: nobody can tell
    WRONG   no signature, or one of something else
    """

    GOOD = "good"
    BEFORE = "before"
    NO_KEY = "no-key"
    WRONG = "wrong"


def message(approval: Approval, pair: AreaPair) -> bytes:
    """Return the exact bytes that are signed: everything the approval says, of which text, where, by whom and when."""
    said = {
        "schema": "samsyn-approval-1",
        "subject": [approval.subject_type, approval.subject_id],
        "pair": pair.slug,
        "city": pair.city.slug,
        "checksum": approval.checksum,
        "party": approval.party,
        "by": {"id": approval.by_id, "name": approval.signer_name, "email": approval.signer_email},
        "capacity": approval.capacity,
        "reservation": approval.reservation,
        "presented_by": approval.presented_by,
        "took_part": approval.took_part,
        "legal_ground": approval.legal_ground,
        "approved_at": approval.approved_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    return dumps(said).encode()


def sign(approval: Approval, pair: AreaPair, *, key: signing.Key) -> None:
    """Write name, key and signature on an approval that is about to be saved."""
    approval.signer_name, approval.signer_email = approval.by.name, approval.by.email
    approval.key = key.fingerprint
    approval.signature = key.sign(message(approval, pair))


def key_for(pair: AreaPair, party: str) -> signing.Key:
    """Return the party's key in the pair's city; raise UserError when it cannot sign."""
    has_signed = Approval.objects.filter(party=party, pair__city=pair.city_id).exclude(key="").exists()
    return signing.signing_key(pair.city.slug, party, has_signed=has_signed)


def status(approval: Approval, pair: AreaPair) -> Signed:
    """Return how an approval in the pair is signed."""
    if approval.pair_id != pair.pk:
        return Signed.WRONG
    if not approval.signature and not approval.key:
        return Signed.BEFORE if _is_from_before(approval, pair) else Signed.WRONG
    city = pair.city.slug
    if signing.is_signed_by(
        city,
        approval.party,
        approval.key,
        message=message(approval, pair),
        signature=approval.signature,
    ):
        return Signed.GOOD
    return Signed.WRONG if signing.has_public(city, approval.party, approval.key) else Signed.NO_KEY


def good(approvals: Iterable[Approval]) -> list[Approval]:
    """Return those whose signature is good: the only ones that a page may count. `pair__city` is read by the caller."""
    return [row for row in approvals if status(row, row.pair) == Signed.GOOD]


def _is_from_before(approval: Approval, pair: AreaPair) -> bool:
    """Whether an unsigned approval was given before its party had a key, and stands in the log."""
    keys = signing.key_files(pair.city.slug, approval.party)
    if keys and approval.approved_at >= keys[0].made_at:
        return False
    return approval.pk in standing_in_log([approval])


def standing_in_log(approvals: Iterable[Approval]) -> set[int]:
    """Return the primary keys of those that the log says were given and have not ended.

    A good signature says that the party once approved exactly this. It does not say that the approval has not ended since,
    nor that the row is no copy of one that has.
    """
    rows = {row.pk: row for row in approvals}
    entries = LogEntry.objects.filter(
        event__in=(Event.APPROVED, Event.APPROVAL_VOIDED),
        object_type__in={row.subject_type for row in rows.values()},
        object_id__in={str(row.subject_id) for row in rows.values()},
    ).order_by("seq")
    found: set[int] = set()
    columns = ("event", "object_type", "object_id", "by_id", "party", "facts")
    for event, kind, subject, by, party, written in entries.values_list(*columns) if rows else ():
        facts = json.loads(written)
        row = rows.get(facts.get("approval"))
        if row is None or (kind, subject) != (row.subject_type, str(row.subject_id)):
            continue
        if event == Event.APPROVAL_VOIDED:
            found.discard(row.pk)
        elif (by, party, facts.get("checksum")) == (row.by_id, row.party, row.checksum):
            found.add(row.pk)
    return found
