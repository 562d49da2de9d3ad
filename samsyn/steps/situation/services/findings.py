"""Writing findings: one statement, its doubt, and the figures that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence.audience import reading_for
from samsyn.people.models import Member
from samsyn.places.models import Area
from samsyn.releases.queries import visible_to
from samsyn.steps.situation.models import Finding, SituationPicture
from samsyn.steps.situation.services.pictures import (
    cleaned,
    must_be_current,
    must_be_own,
    must_write,
    renumber,
)
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

MAX_FIGURES = 12


def _locked(finding: Finding) -> Finding:
    return Finding.objects.select_for_update().get(pk=finding.pk)


def _figures(
    picture: SituationPicture, references: Sequence[str], kept: list[dict[str, Any]], *, by: Member
) -> list[dict[str, Any]]:
    """Return the chosen figures as they stand in force now; those that the finding already has are kept as they were.

    They are those that the writer's own authority sees. A reference names metric, area, period and import; its value is read here, never taken from the form.
    """
    from samsyn.steps.situation.queries.figures import figures_by_reference, reference_of

    mine = {reference_of(figure): figure for figure in kept}
    asked = list(dict.fromkeys(references))
    missing = [reference for reference in asked if reference not in mine]
    with reading_for(by.party):
        in_force = figures_by_reference(picture.pair) if missing else {}
    lost = [reference for reference in missing if reference not in in_force]
    if lost:
        raise UserError(
            _(
                "Slutsatsen sparades inte. Ett av talen du valde gäller inte längre, för en ny fil har ersatt det. "
                "Sök fram talet igen och välj det som gäller nu."
            )
        )
    if not asked:
        raise UserError(
            _(
                "Slutsatsen sparades inte. Den vilar inte på något tal. "
                "Välj minst ett tal i listan och spara igen."
            )
        )
    if len(asked) > MAX_FIGURES:
        raise UserError(
            _(
                "Slutsatsen sparades inte. Du har valt %(count)s tal, och en slutsats kan vila på högst %(most)s. "
                "Välj de tal som bär slutsatsen."
            )
            % {"count": len(asked), "most": MAX_FIGURES}
        )
    return [mine[reference] if reference in mine else in_force[reference] for reference in asked]


def _check_area(picture: SituationPicture, area: Area | None) -> None:
    from samsyn.steps.situation.queries.areas import areas_of

    if area is not None and area.pk not in {one.pk for one in areas_of(picture.pair)}:
        raise UserError(
            _(
                "Slutsatsen sparades inte. %(area)s hör inte till lägesbildens område. "
                "Välj ett område som hör dit."
            )
            % {"area": area.name}
        )


def _theirs(row: Finding) -> str:
    return f"{row.statement}\n\n{row.doubt}"


@transaction.atomic
def add_finding(
    *,
    picture: SituationPicture,
    statement: str,
    doubt: str,
    figures: Sequence[str],
    by: Member,
    area: Area | None = None,
) -> Finding:
    """Add a finding last, for the writer's own party, and log it.

    figures  references as `queries.figures` gives them, at least one
    """
    must_write(by, picture)
    _check_area(picture, area)
    held = SituationPicture.objects.select_for_update().get(pk=picture.pk)
    standing = held.findings.filter(removed_at=None)
    finding = Finding.objects.create(
        picture=picture,
        statement=cleaned(statement, what=_("Slutsatsen")),
        doubt=cleaned(doubt, what=_("Osäkerheten")),
        figures=_figures(picture, figures, [], by=by),
        area=area,
        party=by.party,
        written_by=by,
        written_at=now(),
        position=(standing.aggregate(top=Max("position"))["top"] or 0) + 1,
    )
    record(
        Event.FINDING_ADDED, finding, by=by, pair_id=picture.pair_id, figures=len(finding.figures), version=1
    )
    return finding


@transaction.atomic
def change_finding(
    *,
    finding: Finding,
    statement: str,
    doubt: str,
    figures: Sequence[str],
    version: int,
    by: Member,
    area: Area | None = None,
) -> Finding:
    """Change one's own party's finding and log it; see `change_paragraph` for `version`."""
    must_write(by, finding.picture)
    _check_area(finding.picture, area)
    row = _locked(finding)
    must_be_own(by, row)
    must_be_current(row, version, theirs=_theirs(row))
    row.statement = cleaned(statement, what=_("Slutsatsen"))
    row.doubt = cleaned(doubt, what=_("Osäkerheten"))
    row.figures = _figures(finding.picture, figures, row.figures, by=by)
    row.area, row.written_by, row.written_at, row.version = area, by, now(), row.version + 1
    row.save(update_fields=["statement", "doubt", "figures", "area", "written_by", "written_at", "version"])
    record(
        Event.FINDING_CHANGED,
        row,
        by=by,
        pair_id=finding.picture.pair_id,
        figures=len(row.figures),
        version=row.version,
    )
    return row


@transaction.atomic
def remove_finding(*, finding: Finding, version: int, by: Member) -> None:
    """Take one's own party's finding out of the picture and log it. The row stays for the history."""
    must_write(by, finding.picture)
    row = _locked(finding)
    must_be_own(by, row)
    must_be_current(row, version, theirs=_theirs(row))
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.FINDING_REMOVED, row, by=by, pair_id=finding.picture.pair_id, version=row.version)


@transaction.atomic
def move_finding(*, finding: Finding, up: bool, by: Member) -> None:
    """Move a finding one place among those that the mover sees, and log it. Both parties may order the findings."""
    must_write(by, finding.picture)
    SituationPicture.objects.select_for_update().get(pk=finding.picture_id)
    standing = Finding.objects.filter(picture_id=finding.picture_id, removed_at=None)
    rows = list(visible_to(standing, by.party))
    keys = [row.pk for row in rows]
    if finding.pk not in keys:
        return
    here = keys.index(finding.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    renumber(rows)
    record(Event.FINDING_CHANGED, finding, by=by, pair_id=finding.picture.pair_id, moved_to=there + 1)
