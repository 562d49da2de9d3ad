"""What a person says of a goal, made into what is saved; whatever cannot be saved is refused in three sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from samsyn.places.models import Area
from samsyn.priorities.queries import decided_priority
from samsyn.records.joint.services import required
from samsyn.steps.purpose.aims import Aim, aim_of
from samsyn.steps.purpose.models import Direction, Goal, GoalKind, OutcomeLevel, Purpose
from samsyn.steps.purpose.queries import baselines
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.queries.areas import areas_of
from samsyn.steps.situation.queries.figures import reference_of
from samsyn.ui.errors import UserError

MOST_GOALS = 40  # of one purpose: more than anybody can follow
MOST_PERIODS = 10
MOST_ANSWERS = 1_000_000
LARGEST = 1e9
Fields = dict[str, Any]


def must_have_room(purpose: Purpose) -> None:
    if Goal.objects.filter(purpose=purpose).standing().count() >= MOST_GOALS:
        raise UserError(
            _(
                "Målet sparades inte. Syftet har redan %(most)s mål, och fler går inte att följa. "
                "Ta bort eller slå ihop några."
            )
            % {"most": MOST_GOALS}
        )


def checked(
    purpose: Purpose, said: Mapping[str, Any], *, before: Goal | None = None
) -> tuple[Fields, Fields]:
    """Return the fields of the goal and of its indicator. Raises UserError for what cannot be saved.

    before  the goal as it stands, whose chosen figure is kept though a newer edition no longer offers it
    """
    _check_choices(said)
    measured = _measured(purpose, said, before)
    aim: Aim = measured["aim"]
    target = said.get("target")
    _check_number(target, aim, what=_("Målvärdet"))
    _check_number(aim.baseline, aim, what=_("Utgångsvärdet"))
    goal = {
        "statement": _short(required(said["statement"], what=_("Målet")), 160, what=_("Målet")),
        "level": str(said["level"]),
        "kind": str(said["kind"]),
        "direction": str(said["direction"]),
        "baseline": aim.baseline,
        "baseline_figure": dict(aim.figure),
        "edition": measured["edition"],
        "target": target,
        "due_on": said.get("due_on"),
        "why": _short(said.get("why", "").strip(), 2000, what=_("Skälet")),
        "priority_key": _priority(purpose, said, before),
        **_outcome(said),
    }
    indicator = {
        "metric": aim.metric,
        "own_measure": _short(aim.own_measure, 120, what=_("Måttet")),
        "unit": _short(aim.unit, 40, what=_("Enheten")),
        "area": aim.area,
        "source": _short(said.get("source", "").strip() or aim.source, 200, what=_("Källan")),
        "measured_by": _short(said.get("measured_by", "").strip(), 120, what=_("Vem som mäter")),
    }
    return goal, indicator


def _check_choices(said: Mapping[str, Any]) -> None:
    for name, choices in (("level", OutcomeLevel), ("kind", GoalKind), ("direction", Direction)):
        if said[name] not in choices.values:
            raise UserError(
                _(
                    "Målet sparades inte. Det saknas ett val av nivå, vad målet gäller eller riktning. Välj och spara igen."
                )
            )


def _short(text: str, most: int, *, what: str) -> str:
    if len(text) > most:
        raise UserError(
            _(
                "Målet sparades inte. En text är för lång: %(what)s får ha högst %(most)s tecken. Korta den och spara igen."
            )
            % {"what": what, "most": most}
        )
    return text


def _outcome(said: Mapping[str, Any]) -> Fields:
    periods, answers = said.get("periods", 1), said.get("answers")
    if not 1 <= periods <= MOST_PERIODS or (answers is not None and not 1 <= answers <= MOST_ANSWERS):
        raise UserError(
            _(
                "Målet sparades inte. Utfallet kan räknas över 1 till %(most)s perioder och antalet svar måste vara minst 1. "
                "Ändra talet och spara igen."
            )
            % {"most": MOST_PERIODS}
        )
    return {"periods": periods, "answers": answers}


def _priority(purpose: Purpose, said: Mapping[str, Any], before: Goal | None) -> UUID | None:
    """Return the key of the city's priority that the goal answers to. What was chosen before may stay."""
    key: UUID | None = said.get("priority_key")
    if key is None or (before is not None and before.priority_key == key):
        return key
    if decided_priority(purpose.pair.city_id, key) is None:
        raise UserError(
            _(
                "Målet sparades inte. Prioriteringen du valde finns inte i en beslutad lista för staden. "
                "Välj en av dem som står där, eller ingen."
            )
        )
    return key


def _measured(purpose: Purpose, said: Mapping[str, Any], before: Goal | None) -> Fields:
    """Return what the goal is measured by: an `aim` with figure, metric, area, unit and baseline, and the edition."""
    reference = said.get("baseline_reference", "")
    if reference:
        return _from_edition(purpose, reference, before)
    if said.get("metric"):
        return _metric_alone(purpose, said)
    return _own(purpose, said)


def _from_edition(purpose: Purpose, reference: str, before: Goal | None) -> Fields:
    if before is not None and before.baseline_figure and reference_of(before.baseline_figure) == reference:
        return {"aim": aim_of(before), "edition": before.edition}
    offered = baselines(purpose.pair)
    found = offered.get(reference)
    area = Area.objects.defer("geometry").filter(key=found.area).first() if found is not None else None
    if found is None or area is None:
        raise UserError(
            _(
                "Målet sparades inte. Utgångsvärdet du valde finns inte i den senast beslutade utgåvan av lägesbilden. "
                "Sök fram talet igen och välj det som står där."
            )
        )
    aim = Aim(
        metric=found.metric, area=area, figure=found.kept, baseline=found.value, source=found.source[:200]
    )
    edition: Edition | None = offered.edition
    return {"aim": aim, "edition": edition}


def _metric_alone(purpose: Purpose, said: Mapping[str, Any]) -> Fields:
    if said.get("baseline") is not None:
        raise UserError(
            _(
                "Målet sparades inte. Utgångsvärdet för ett mått med källa skrivs inte in för hand. "
                "Välj det bland talen i den beslutade utgåvan av lägesbilden."
            )
        )
    area = _area(purpose, said.get("area"))
    return {"aim": Aim(metric=said["metric"][:100], area=area), "edition": None}


def _own(purpose: Purpose, said: Mapping[str, Any]) -> Fields:
    aim = Aim(
        own_measure=said.get("own_measure", "").strip(),
        unit=said.get("unit", "").strip(),
        area=_area(purpose, said.get("area")),
        baseline=said.get("baseline"),
    )
    return {"aim": aim, "edition": None}


def _area(purpose: Purpose, area: Area | None) -> Area:
    """Return the area that is measured: the pair's whole when none is named."""
    if area is None:
        return purpose.pair.city_area
    if area.pk not in {one.pk for one in areas_of(purpose.pair)}:
        raise UserError(
            _("Målet sparades inte. %(area)s hör inte till områdesparet. Välj ett område som hör dit.")
            % {"area": area.name}
        )
    return area


def _check_number(value: float | None, aim: Aim, *, what: str) -> None:
    if value is None:
        return
    most = 1.0 if aim.is_share else LARGEST
    if not math.isfinite(value) or not 0 <= value <= most:
        ends = _("0 och 100 procent") if aim.is_share else _("0 och en miljard")
        raise UserError(
            _("Målet sparades inte. %(what)s måste ligga mellan %(ends)s. Rätta talet och spara igen.")
            % {"what": what, "ends": ends}
        )
    if aim.kind == "count" and aim.metric and value != int(value):
        raise UserError(
            _(
                "Målet sparades inte. %(what)s är ett antal och kan inte ha decimaler. Skriv ett helt tal och spara igen."
            )
            % {"what": what}
        )
