"""Whether what was decided is still what both signed: the text, both approvals, their signatures and the order of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from samsyn.people.models import Party
from samsyn.places.models import AreaPair
from samsyn.records import services, signatures
from samsyn.records.models import Approval, Decision
from samsyn.records.services import PARTIES, Subject
from samsyn.records.signatures import Signed

_Key = tuple[str, int]
AT_ONCE = 200  # decisions whose texts are in memory at the same time


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a code for machines, a sentence for people, and whose half it is, or ""."""

    code: str
    sentence: str
    party: str = ""


@dataclass(frozen=True)
class Verdict:
    """What was found when a decision was checked. `signed` says of each party how its approval is signed."""

    decision: Decision
    problems: tuple[Problem, ...] = ()
    signed: dict[str, Signed] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return not self.problems

    @property
    def is_from_before(self) -> bool:
        """Whether any half was approved before approvals were signed."""
        return Signed.BEFORE in self.signed.values()


def verify(decision: Decision) -> Verdict:
    """Check one decision against the keys."""
    (verdict,) = verify_all([decision])
    return verdict


def verify_all(decisions: Iterable[Decision]) -> list[Verdict]:
    """Check decisions, with as few questions to the database for many as for one."""
    rows = list(decisions)
    approvals = _approvals(rows)
    texts = _texts(rows)
    pairs = AreaPair.objects.select_related("city").in_bulk({row.pair_id for row in rows})
    known = signatures.standing_in_log(one for found in approvals.values() for one in found)
    return [
        _verdict(row, pairs[row.pair_id], approvals.get(_key(row), []), texts.get(_key(row)), known)
        for row in rows
    ]


def verify_everything() -> list[Verdict]:
    """Check every decision, the oldest first. The texts are let go of again."""
    found: list[Verdict] = []
    batch: list[Decision] = []
    for row in Decision.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        batch.append(row)
        if len(batch) == AT_ONCE:
            found += _checked(batch)
            batch = []
    return found + _checked(batch)


def _checked(batch: list[Decision]) -> list[Verdict]:
    verdicts = verify_all(batch)
    for row in batch:
        row.canonical = ""
    return verdicts


def verdict_of(subject: Subject) -> Verdict | None:
    """Check what was decided on a subject; None when nothing is."""
    row = Decision.objects.filter(subject_type=subject.type, subject_id=subject.row.pk).first()
    if row is None:
        return None
    found = Approval.objects.filter(subject_type=subject.type, subject_id=subject.row.pk, voided_at=None)
    text = (subject.canonical, getattr(subject.row, "checksum", row.checksum))
    halves = list(found)
    return _verdict(row, subject.pair, halves, text, signatures.standing_in_log(halves))


def _key(row: Decision | Approval) -> _Key:
    return row.subject_type, row.subject_id


def _approvals(rows: list[Decision]) -> dict[_Key, list[Approval]]:
    found: dict[_Key, list[Approval]] = {}
    ids = {row.subject_id for row in rows}
    for approval in Approval.objects.filter(subject_id__in=ids, voided_at=None):
        found.setdefault(_key(approval), []).append(approval)
    return found


def _texts(rows: list[Decision]) -> dict[_Key, tuple[str, str]]:
    """Return the text and the checksum that the decided row itself holds: it is what the pages show."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.subject_type, set()).add(row.subject_id)
    found: dict[_Key, tuple[str, str]] = {}
    for name, ids in wanted.items():
        model = _model(name)
        if model is None:
            continue
        for pk, text, checksum in model._default_manager.filter(pk__in=ids).values_list(
            "pk", "canonical", "checksum"
        ):
            found[name, pk] = (text, checksum)
    return found


def _model(name: str) -> Any:
    """Return the model of a decided row that keeps its own text, or None."""
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError):
        return None
    names = {field.name for field in model._meta.concrete_fields}
    return model if {"canonical", "checksum"} <= names else None


def _verdict(
    row: Decision, pair: AreaPair, approvals: list[Approval], text: tuple[str, str] | None, known: set[int]
) -> Verdict:
    halves = {approval.party: approval for approval in approvals}
    signed = {
        str(party): signatures.status(halves[party], pair)
        for party in PARTIES
        if party in halves and halves[party].checksum == row.checksum
    }
    problems = [
        *_of_text(row, text),
        *_of_halves(row, halves, signed),
        *_of_log(halves, signed, known),
        *_of_time(row, halves),
    ]
    return Verdict(row, tuple(problems), signed)


def _of_text(row: Decision, text: tuple[str, str] | None) -> list[Problem]:
    if services.checksum(row.canonical) != row.checksum:
        return [Problem("text", _("Den beslutade texten stämmer inte med sin kontrollsumma."))]
    if text is None:
        is_kept_elsewhere = _model(row.subject_type) is None
        return [] if is_kept_elsewhere else [Problem("row", _("Det som beslutades finns inte kvar."))]
    if text != (row.canonical, row.checksum):
        return [Problem("row", _("Texten på sidan är en annan än den som beslutades."))]
    return []


def _of_halves(row: Decision, halves: dict[str, Approval], signed: dict[str, Signed]) -> list[Problem]:
    found = [problem for party in PARTIES for problem in _of_half(row, party, halves.get(party), signed)]
    people = [approval.by_id for party, approval in halves.items() if party in PARTIES]
    if len(people) != len(set(people)):
        found.append(Problem("same-person", _("Samma person har godkänt för båda parter.")))
    return found


def _of_half(
    row: Decision, party: Party, approval: Approval | None, signed: dict[str, Signed]
) -> list[Problem]:
    is_city = party == Party.CITY
    if approval is None:
        words = _("Stadens godkännande saknas.") if is_city else _("Polisens godkännande saknas.")
        return [Problem("lacking", words, party)]
    if approval.checksum != row.checksum:
        words = (
            _("Stadens godkännande gäller en annan text.")
            if is_city
            else _("Polisens godkännande gäller en annan text.")
        )
        return [Problem("other-text", words, party)]
    if signed[party] == Signed.WRONG:
        words = _("Stadens underskrift stämmer inte.") if is_city else _("Polisens underskrift stämmer inte.")
        return [Problem("signature", words, party)]
    if signed[party] == Signed.NO_KEY:
        words = (
            _("Nyckeln till stadens underskrift saknas.")
            if is_city
            else _("Nyckeln till polisens underskrift saknas.")
        )
        return [Problem("no-key", words, party)]
    return []


def _of_log(halves: dict[str, Approval], signed: dict[str, Signed], known: set[int]) -> list[Problem]:
    """A signature that is good on a row that the log knows nothing of, or says has ended: it is a copy, or raised again."""
    return [
        Problem(
            "log",
            _("Loggen känner inte till att stadens godkännande gäller.")
            if party == Party.CITY
            else _("Loggen känner inte till att polisens godkännande gäller."),
            party,
        )
        for party, how in signed.items()
        if how == Signed.GOOD and halves[party].pk not in known
    ]


def _of_time(row: Decision, halves: dict[str, Approval]) -> list[Problem]:
    if any(approval.approved_at > row.decided_at for approval in halves.values()):
        return [Problem("order", _("Ett godkännande är senare än beslutet."))]
    return []
