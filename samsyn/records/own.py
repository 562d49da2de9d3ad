"""Each authority's own decision: the five facts of förvaltningslagen (2017:900) 31 §, and what is proposed for them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people import access
from samsyn.people.models import Member, OfficeHolding, Party, Role
from samsyn.places.models import AreaPair
from samsyn.records.models import Approval, Decision
from samsyn.records.services import Noted, Subject
from samsyn.records.sides import Side
from samsyn.ui.clock import today

_DEPUTY = ("deputy_for", "organisation", "member__organisation")
LEGAL = Path(__file__).parent / "legal.toml"
SENT = (Event.TEXT_SENT, Event.EDITION_SENT)
NO_WRITING = (
    Event.APPROVED,
    Event.APPROVAL_VOIDED,
    Event.DECIDED,
    Event.TEXT_DECIDED,
    Event.TEXT_RETURNED,
    Event.EDITION_DECIDED,
    Event.EDITION_RETURNED,
    Event.EDITION_EXPORTED,
    Event.AGREEMENT_EXPORTED,
    Event.DECISION_RECORD_EXPORTED,
    Event.REGISTRY_NUMBER_SET,
)


@dataclass(frozen=True)
class OwnRecord:
    """One authority's own decision on a text.

    title, checksum  what was decided; url leads to its exact words
    decision         what both decided together; None while the other authority has not answered
    """

    approval: Approval
    title: str
    checksum: str
    url: str
    decision: Decision | None = None

    @property
    def party(self) -> str:
        return self.approval.party

    @property
    def heading(self) -> str:
        return _("Stadens beslut") if self.party == Party.CITY else _("Polisens beslut")

    @property
    def decided_at(self) -> datetime:
        return self.approval.approved_at

    @property
    def decided_by(self) -> str:
        """Who decided and in what capacity, as she was called that day."""
        return f"{self.approval.signer_name or self.approval.by.name}, {self.approval.capacity_word}"

    @property
    def registry_number(self) -> str:
        return dict(self.decision.registry_numbers).get(self.party, "") if self.decision else ""


def records_of(
    subject: Subject, halves: tuple[Side, Side], *, url: str, decision: Decision | None
) -> list[OwnRecord]:
    """Return the own decision of each party that has approved, the city's first."""
    title = decision.title if decision else subject.title
    return [
        OwnRecord(side.approval, title, side.approval.checksum, url, decision)
        for side in halves
        if side.approval is not None
    ]


def proposed(subject: Subject, *, code: str, by: Member) -> Noted:
    """Return what to propose in the form: who of one's own party prepared the text, and by what one decides.

    code  the kind of matter, as in addresses
    """
    ground, delegation = legal_ground(code, by.party), _delegation(by, subject.pair)
    return Noted(
        presented_by=_presenter(subject, by),
        took_part="",
        legal_ground=f"{ground.rstrip('.')}; {delegation}" if ground and delegation else ground or delegation,
    )


def _delegation(by: Member, pair: AreaPair) -> str:
    """Return "delegationsbeslut N-2026-00123" for one who approves as a deputy, in Swedish for the register; else ""."""
    offices = access.approving_offices(pair)
    deciding = access.deputised_in(by, pair) & offices
    if not deciding or access.offices_in(by, pair) & offices:  # her own office comes first
        return ""
    rows = OfficeHolding.objects.filter(member=by, deputy_for__isnull=False, office__in=deciding)
    in_office = (row for row in rows.select_related(*_DEPUTY) if access.is_in_office(row, today()))
    found = next((row.delegation for row in in_office if row.pair_id in {None, pair.pk}), "")
    return f"delegationsbeslut {found}" if found else ""


def legal_ground(code: str, party: str) -> str:
    """Return by what the party decides on a kind of matter, as `legal.toml` says; "" when it says nothing."""
    known = _legal()
    own = known.get(code, {})
    return own.get(party) or known["default"].get(party, "")


@cache
def _legal() -> dict[str, dict[str, str]]:
    return tomllib.loads(LEGAL.read_text("utf-8"))


def _presenter(subject: Subject, by: Member) -> str:
    """Return the one of the same party who sent the text to review, else who wrote last in the step, else "".

    Nobody presents a matter to herself.
    """
    rows = LogEntry.objects.filter(party=by.party).exclude(by_id=by.pk).exclude(by_id=None).order_by("-seq")
    of_text = rows.filter(object_type=subject.type, object_id=str(subject.row.pk))
    step = f"{subject.type.partition('.')[0]}."
    found = (
        of_text.filter(event__in=SENT).values_list("by_id", flat=True).first()
        or of_text.exclude(event__in=NO_WRITING).values_list("by_id", flat=True).first()
        or rows.filter(pair_id=subject.pair.pk, object_type__startswith=step)
        .exclude(event__in=NO_WRITING)
        .values_list("by_id", flat=True)
        .first()
    )
    member = Member.objects.filter(pk=found).first() if found else None
    return _named(member, subject.pair) if member else ""


def _named(member: Member, pair: AreaPair) -> str:
    """Return "Astrid, trygghetssamordnare", in Swedish: the words go into the register."""
    with translation.override("sv"):
        roles = [str(Role(role).label) for role in sorted(access.roles_in(member, pair))]
        function = access.capacity(member, pair) or next(iter(roles), "") or member.title
    return ", ".join(part for part in (member.name, function) if part)
