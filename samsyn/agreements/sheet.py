"""All that the page of one agreement shows, and what its reader may do with it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.agreements import access, signers
from samsyn.agreements.models import Agreement, AgreementReview, Signature
from samsyn.agreements.queries import Coverage, coverage, successor_of
from samsyn.agreements.workflow import Stage, may_go
from samsyn.people.access import rights_in
from samsyn.people.models import Member
from samsyn.records.checks import Check
from samsyn.records.differences import Block, compared
from samsyn.records.joint.kinds import kind_of
from samsyn.records.joint.queries import contents_now, contents_of, decided_before, texts_of
from samsyn.records.joint.workflow import JointState
from samsyn.records.services import PARTIES
from samsyn.ui.clock import today
from samsyn.ui.templatetags.numbers import day


@dataclass(frozen=True)
class StageShown:
    """One of the six stages of an agreement's life: done, now or later."""

    label: str
    when: str  # "done", "now", "later"
    note: str = ""


@dataclass(frozen=True)
class SideShown:
    """One party's half of the signing: who signed how and when, or who holds the office that shall sign."""

    party: str
    organisation: str
    office: str
    signature: Signature | None
    holder: Member | None
    scan_url: str = ""


@dataclass(frozen=True)
class Acts:
    """What the reader may do with the agreement as it stands now."""

    change: bool
    sign: bool
    file: bool
    end: bool
    follow: bool
    review: bool

    @property
    def any_later(self) -> bool:
        return self.follow or self.review or self.end


@dataclass(frozen=True)
class Sheet:
    """The page. `differences` are None when the agreement replaces none."""

    row: Agreement
    stages: tuple[StageShown, ...]
    coverage: Coverage
    checks: tuple[Check, ...]
    sides: tuple[SideShown, ...]
    reviews: tuple[AgreementReview, ...]
    differences: list[Block] | None
    next: Agreement | None
    acts: Acts

    @property
    def lacking(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.is_met)

    @property
    def lacking_first(self) -> tuple[Check, ...]:
        return (*self.lacking, *(check for check in self.checks if check.is_met))


def sheet_of(row: Agreement, acts: Acts) -> Sheet:
    """Return the page of the agreement for a reader who may do this with it."""
    return Sheet(
        row=row,
        stages=stages_of(row),
        coverage=coverage(row),
        checks=tuple(kind_of(row).checks(row)) if row.is_open else (),
        sides=sides_of(row),
        reviews=tuple(row.reviews.select_related("added_by__organisation")),
        differences=_differences(row),
        next=successor_of(row),
        acts=acts,
    )


def decide_url(row: Agreement) -> str:
    """Return the address of the page where both parties decide the text."""
    return reverse("records:decide", args=[row.pair.slug, kind_of(row).code, row.pk])


def stages_of(row: Agreement) -> tuple[StageShown, ...]:
    """Return the stages from draft to ended, with what is said of each."""
    reached = _reached(row)
    labels = (
        _("Utkast"),
        _("Granskning"),
        _("Klar"),
        _("Undertecknad") if row.stage in (Stage.SIGNED, Stage.IN_FORCE) else _("För underskrift"),
        _("Gällande"),
        _("Upphörd"),
    )
    notes = _notes(row)
    return tuple(
        StageShown(label, "now" if i == reached else "done" if i < reached else "later", notes.get(i, ""))
        for i, label in enumerate(labels)
    )


def _reached(row: Agreement) -> int:
    if row.state == JointState.DRAFT or row.state == JointState.WITHDRAWN:
        return 0
    if row.state == JointState.IN_REVIEW:
        return 1
    order = {Stage.WRITING: 2, Stage.FOR_SIGNATURE: 3, Stage.SIGNED: 3, Stage.IN_FORCE: 4, Stage.ENDED: 5}
    return order[Stage(row.stage)]


def _notes(row: Agreement) -> dict[int, str]:
    """Return the day of each stage that has one, by its place."""
    notes: dict[int, str] = {}
    if row.decided_at is not None:
        notes[2] = day(row.decided_at)
    days = list(row.signatures.values_list("signed_on", flat=True)) if row.is_closed else []
    if len(days) == len(PARTIES):
        notes[3] = day(max(days))
    if row.valid_from is not None and row.stage in (Stage.SIGNED, Stage.FOR_SIGNATURE):
        notes[4] = _("från %(day)s") % {"day": day(row.valid_from)}
    if row.stage == Stage.IN_FORCE and row.last_day is not None:
        notes[4] = _("till %(day)s") % {"day": day(row.last_day)}
    if row.ended_on is not None:
        notes[5] = day(row.ended_on)
    return notes


def sides_of(row: Agreement) -> tuple[SideShown, ...]:
    """Return the city's and the police's half of the signing."""
    signed = {one.party: one for one in row.signatures.select_related("signer", "witness")}
    offices = signers.offices(row.kind, is_whole=row.pair.is_whole)
    names = {PARTIES[0]: row.city_party.name, PARTIES[1]: row.police_party.name}
    found = []
    for party in PARTIES:
        signature = signed.get(party)
        holders = signers.holdings(row.pair, offices[party], on=today()) if signature is None else []
        office = signature.get_office_display() if signature is not None else offices[party].label
        scan = (
            reverse("agreements:scan", args=[row.pair.slug, row.pk, signature.pk])
            if signature is not None and signature.file_checksum
            else ""
        )
        holder = holders[0].member if holders else None
        found.append(SideShown(party, names[party], str(office), signature, holder, scan))
    return tuple(found)


def _differences(row: Agreement) -> list[Block] | None:
    earlier = decided_before(row)
    if earlier is None:
        return None
    kind = kind_of(row)
    before, after = (_pieces(texts_of(kind, text)) for text in (contents_of(earlier), contents_now(row)))
    return compared(before, after)


def _pieces(texts: list[Any]) -> dict[str, tuple[str, str]]:
    return {one.key: (one.heading, one.text) for one in texts}


def acts_of(row: Agreement, reader: Member) -> Acts:
    """Return what the reader may do with the agreement now."""
    rights = rights_in(reader, row.pair)
    waits = row.stage == Stage.FOR_SIGNATURE
    may_sign = access.signs(reader, row)
    has_signed = waits and row.signatures.filter(party=reader.party).exists()
    return Acts(
        change=rights.may_write and row.is_open,
        sign=waits and may_sign and not has_signed,
        file=waits and access.may_witness(reader, row.pair),
        end=may_sign and row.state == JointState.DECIDED and may_go(row.stage, Stage.ENDED),
        follow=rights.may_write
        and row.stage in (Stage.SIGNED, Stage.IN_FORCE, Stage.ENDED)
        and successor_of(row) is None,
        review=rights.may_write and row.stage in (Stage.IN_FORCE, Stage.ENDED),
    )
