"""Beginning and changing an agreement: its parties, its period, what it rests on and what it replaces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.agreements import wordings
from samsyn.agreements.models import Agreement, AgreementKind, Clause, ClauseTarget, Covers, TargetKind
from samsyn.agreements.queries.agreements import parents_for
from samsyn.agreements.queries.parties import party_organisations
from samsyn.agreements.workflow import Stage
from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member, Organisation, Party
from samsyn.places.models import AreaPair
from samsyn.records.joint.copying import copy_rows
from samsyn.records.joint.services import must_write, open_for_change, required
from samsyn.records.joint.workflow import OPEN, JointState
from samsyn.steps.problem.models import ProblemPicture
from samsyn.ui.clock import now, today
from samsyn.ui.errors import StaleError, UserError

MOST_TITLE = 160


class Said(TypedDict, total=False):
    """What a person says of an agreement beside its clauses. `valid_to` is the day after the last."""

    title: str
    valid_from: date | None
    valid_to: date | None
    parent: Agreement | None
    city_party: Organisation
    police_party: Organisation


@transaction.atomic
def start_agreement(
    *, pair: AreaPair, kind: str, by: Member, problem: ProblemPicture | None = None, **said: Unpack[Said]
) -> Agreement:
    """Begin an agreement as a draft with the clauses of our template, and log it.

    Left out, the parties are those whose chiefs sign, and the parent is the one in force above it.
    Raises UserError when the kind does not belong to the pair, or when a draft of it is open already.
    """
    AreaPair.objects.select_for_update().get(pk=pair.pk)
    must_write(by, pair)
    _must_fit(pair, kind, problem)
    _must_have_no_draft(pair, kind)
    parties, above = party_organisations(pair, kind), parents_for(pair, kind)
    made = Agreement(
        pair=pair,
        kind=kind,
        title=_title_of(pair, kind, problem),
        problem=problem,
        parent=next((row for row in above if row.stage == Stage.IN_FORCE), None),
        city_party=parties[Party.CITY],
        police_party=parties[Party.POLICE],
        added_by=by,
        added_at=now(),
    )
    _set(made, said, above)
    made.save()
    _write_template(made, by)
    record(Event.AGREEMENT_ADDED, made, by=by, pair_id=pair.pk, kind=str(kind))
    return made


def _must_fit(pair: AreaPair, kind: str, problem: ProblemPicture | None) -> None:
    if (kind == AgreementKind.CENTRAL and not pair.is_whole) or (
        kind == AgreementKind.LOCAL and pair.is_whole
    ):
        raise UserError(
            _(
                "Ingenting sparades. Den centrala överenskommelsen gäller hela staden, och en lokal gäller ett områdespar. "
                "Välj det par som den ska gälla."
            )
        )
    if problem is not None and (problem.pair_id != pair.pk or kind != AgreementKind.OPERATIONAL):
        raise UserError(
            _(
                "Ingenting sparades. Problemet hör inte till avtalets områdespar. Öppna problemet och börja avtalet därifrån."
            )
        )


def _must_have_no_draft(pair: AreaPair, kind: str) -> None:
    """A pair has one draft of its central or local agreement; of verksamhetsavtal it may have many."""
    if kind == AgreementKind.OPERATIONAL:
        return
    if Agreement.objects.filter(pair=pair, kind=kind, state__in=OPEN).exists():
        raise UserError(
            _(
                "Ingenting sparades. Det finns redan ett utkast till %(kind)s här, kanske skrivet av någon annan nyss. "
                "Öppna det och arbeta vidare."
            )
            % {"kind": AgreementKind(kind).label}
        )


def _title_of(pair: AreaPair, kind: str, problem: ProblemPicture | None) -> str:
    about = problem.title if problem is not None else pair.name
    return wordings.title(kind, city=pair.city.name, area=pair.name, about=about)[:MOST_TITLE]


def _write_template(row: Agreement, by: Member) -> None:
    names = {"city": row.city_party.name, "police": row.police_party.name, "area": row.pair.name}
    for position, one in enumerate(wordings.wordings(row.kind), 1):
        clause = Clause.objects.create(
            agreement=row, position=position, heading=one.heading, text=one.filled(**names),
            covers=one.covers, added_by=by, added_at=now(),
        )  # fmt: skip
        if row.problem is not None and one.covers == Covers.PROBLEMS:
            ClauseTarget.objects.create(
                clause=clause, kind=TargetKind.PROBLEM, target_key=row.problem.key, title=row.problem.title
            )


def _set(row: Agreement, said: Mapping[str, Any], above: list[Agreement]) -> None:
    """Put what was said on the row, or raise UserError for what cannot be saved."""
    if "title" in said:
        row.title = required(said["title"], what=_("Rubriken"))[:MOST_TITLE]
    row.valid_from = said.get("valid_from", row.valid_from)
    row.valid_to = said.get("valid_to", row.valid_to)
    if row.valid_from is not None and row.valid_to is not None and row.valid_to <= row.valid_from:
        raise UserError(
            _(
                "Ingenting sparades. Perioden slutar innan den börjar. Ändra första eller sista dagen och spara igen."
            )
        )
    if "parent" in said:
        _must_be_above(said["parent"], above)
        row.parent = said["parent"]
    for name, party in (("city_party", Party.CITY), ("police_party", Party.POLICE)):
        if name in said:
            _must_be_of(said[name], party, row.pair)
            setattr(row, name, said[name])


def _must_be_above(parent: Agreement | None, above: list[Agreement]) -> None:
    if parent is not None and parent.pk not in {row.pk for row in above}:
        raise UserError(
            _(
                "Ingenting sparades. ”%(title)s” är inget som den här kan vila på. "
                "Välj en överenskommelse som båda parter har beslutat och som inte har upphört."
            )
            % {"title": parent.title}
        )


def _must_be_of(organisation: Organisation, party: str, pair: AreaPair) -> None:
    if organisation.party != party or organisation.city_id != pair.city_id:
        raise UserError(
            _(
                "Ingenting sparades. %(name)s kan inte vara den parten. Välj en organisation i staden som hör dit."
            )
            % {"name": organisation.name}
        )


@transaction.atomic
def change_agreement(*, agreement: Agreement, version: int, by: Member, **said: Unpack[Said]) -> Agreement:
    """Change title, period, parties or parent of a draft, and log it.

    version  `Agreement.version` as it was read; raises StaleError when somebody has saved since
    """
    held = open_for_change(agreement, by=by)
    if held.version != version:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har ändrat överenskommelsen sedan du öppnade den. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=held.title,
        )
    above = parents_for(held.pair, held.kind)
    _set(held, said, [*above, *([held.parent] if held.parent is not None else [])])
    held.version += 1
    held.save(
        update_fields=["title", "valid_from", "valid_to", "parent", "city_party", "police_party", "version"]
    )
    record(Event.AGREEMENT_CHANGED, held, by=by, pair_id=held.pair_id, version=held.version)
    return held


@transaction.atomic
def start_successor(*, agreement: Agreement, by: Member) -> Agreement:
    """Begin the agreement that takes this one's place, as a copy that starts on the day after its last.

    The old one stays in force until the new one begins. Raises UserError when it is not decided, or replaced already.
    """
    pair = AreaPair.objects.select_for_update().get(pk=agreement.pair_id)
    must_write(by, pair)
    old = Agreement.objects.select_related("pair__city", "parent").get(pk=agreement.pk)
    _must_be_replaceable(old)
    ends = old.ended_on or old.valid_to or today()
    made = Agreement.objects.create(
        pair=old.pair,
        kind=old.kind,
        title=old.title,
        problem=old.problem,
        parent=_parent_of_successor(old),
        replaces=old,
        city_party=old.city_party,
        police_party=old.police_party,
        valid_from=max(ends, today()),
        added_by=by,
        added_at=now(),
    )
    clauses = copy_rows(Clause.objects.filter(agreement=old).standing(), agreement=made)
    copy_rows(ClauseTarget.objects.filter(clause__in=clauses), remap={"clause": clauses})
    record(Event.AGREEMENT_ADDED, made, by=by, pair_id=made.pair_id, kind=made.kind, replaces=old.pk)
    return made


def _must_be_replaceable(old: Agreement) -> None:
    if old.state != JointState.DECIDED:
        raise UserError(
            _(
                "Ingen efterträdare skapades. Texten är %(state)s, och bara en beslutad överenskommelse ersätts. "
                "Ändra den direkt i stället."
            )
            % {"state": old.get_state_display()}
        )
    if old.stage == Stage.FOR_SIGNATURE:
        raise UserError(
            _(
                "Ingen efterträdare skapades. ”%(title)s” väntar fortfarande på underskrift. "
                "Skriv under den, eller avsluta den först."
            )
            % {"title": old.title}
        )
    rows = old.successors.exclude(state=JointState.WITHDRAWN).exclude(stage=Stage.ENDED)
    if rows.exists():
        raise UserError(
            _(
                "Ingen efterträdare skapades. Det finns redan en, kanske påbörjad av någon annan nyss. "
                "Öppna den och arbeta vidare."
            )
        )
    _must_have_no_draft(old.pair, old.kind)


def _parent_of_successor(old: Agreement) -> Agreement | None:
    """Return the parent of the old one, or the one in force now when that has ended."""
    above = parents_for(old.pair, old.kind)
    if old.parent is not None and any(row.pk == old.parent.pk for row in above):
        return old.parent
    return next((row for row in above if row.stage == Stage.IN_FORCE), None)
