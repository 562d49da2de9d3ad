"""A goal while it is being written: the form, the figures to choose among, and the answer beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from samsyn.evidence.metrics import metric
from samsyn.steps.purpose import words
from samsyn.steps.purpose.aims import Aim, aim_of
from samsyn.steps.purpose.answering import Answer, answer, typed_aim
from samsyn.steps.purpose.forms import OWN, GoalForm
from samsyn.steps.purpose.models import Direction, Goal, GoalKind, OutcomeLevel, Purpose
from samsyn.steps.purpose.priorities import to_answer
from samsyn.steps.purpose.queries import Baselines, Candidate, baselines, search
from samsyn.steps.purpose.queries.baselines import kept_candidate, nearest_first
from samsyn.steps.purpose.ways import Way
from samsyn.steps.situation.queries.areas import areas_of
from samsyn.steps.situation.queries.figures import reference_of
from samsyn.ui.clock import today

MOST_SHOWN = 8


@dataclass(frozen=True)
class Draft:
    """What the goal page needs. `chosen` is the frozen figure, None for the parties' own count or nothing yet.

    reference  what was chosen: a figure, OWN or nothing
    asked      the words that the figures are searched for
    """

    purpose: Purpose
    goal: Goal | None
    form: GoalForm
    offered: Baselines
    chosen: Candidate | None
    reference: str
    asked: str

    @property
    def is_own(self) -> bool:
        return self.reference == OWN

    def said(self) -> dict[str, Any]:
        """Return what `services.add_goal` wants. A figure that no edition offers any more is refused there."""
        is_lost = self.chosen is None and self.reference not in {"", OWN}
        return {**self.form.said(), **({"baseline_reference": self.reference} if is_lost else {})}

    def unsaved(self) -> Draft:
        """Return the draft with all that was typed and no complaints: nobody has tried to save it."""
        typed = {name: self.form.data.get(name, "") for name in self.form.fields}
        return replace(self, form=_form(self.purpose, self.chosen, self.goal, initial=typed))

    def turned(self, typed: QueryDict) -> QueryDict:
        """Return what was typed with the direction that is better of the chosen figure."""
        turned = typed.copy()
        turned["direction"] = _direction(self.chosen) or typed.get("direction", Direction.DOWN)
        return turned

    @cached_property
    def near(self) -> frozenset[str]:
        """The figures that the problem's findings rest on."""
        rows = self.purpose.problem.findings.values_list("figures", flat=True)
        return frozenset(reference_of(figure) for figures in rows for figure in figures)

    @cached_property
    def matching(self) -> list[Candidate]:
        """The figures that the search finds, without the chosen one, the likeliest first."""
        areas = [self.purpose.problem.area.key]
        rows = nearest_first(self.offered.candidates, references=self.near, areas=areas)
        taken = self.chosen.reference if self.chosen is not None else ""
        return [one for one in search(rows, self.asked) if one.reference != taken]

    @property
    def found(self) -> list[Candidate]:
        return self.matching[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.matching) - MOST_SHOWN)

    @property
    def edition(self) -> int | None:
        """The number of the edition that the chosen figure stands in."""
        kept = self.goal.baseline_figure if self.goal is not None else {}
        if self.chosen is not None and kept and reference_of(kept) == self.chosen.reference:
            assert self.goal is not None
            return self.goal.edition.number if self.goal.edition is not None else None
        return self.offered.edition.number if self.offered.edition is not None else None

    @cached_property
    def _typed(self) -> tuple[Aim, Answer]:
        form = self.form
        if not form.is_bound:
            form = _form(self.purpose, self.chosen, self.goal, data=_as_typed(form))
        aim, unreadable = typed_aim(form, edition=self.edition)
        said = answer(aim, self.offered, on=today(), near=self.near, unreadable=unreadable)
        return aim, said

    @property
    def aim(self) -> Aim:
        return self._typed[0]

    @property
    def answer(self) -> Answer:
        return self._typed[1]

    @property
    def ways(self) -> list[tuple[Way, str]]:
        """The ways out that can be chosen, each with what its button sends."""
        return [(way, urlencode(way.sets)) for way in self.answer.ways_out]

    @property
    def is_share(self) -> bool:
        return self.aim.is_share

    @property
    def unit(self) -> str:
        return words.unit(self.aim)

    @property
    def length(self) -> str:
        return words.length(self.aim)


def draft(
    purpose: Purpose,
    typed: QueryDict | None = None,
    *,
    goal: Goal | None = None,
    chosen: str = "",
) -> Draft:
    """Return a goal being written: as typed, else as saved, else new.

    chosen  the figure that a new goal begins with
    """
    offered = baselines(purpose.pair)
    kept = _kept(goal)
    if typed is not None:
        reference = typed.get("tal", "")
    elif goal is not None:
        reference = kept.reference if kept is not None else OWN if goal.indicator.own_measure else ""
    else:
        reference = chosen
    found = kept if kept is not None and kept.reference == reference else offered.get(reference)
    form = (
        _form(purpose, found, goal, data=typed)
        if typed is not None
        else _form(purpose, found, goal, initial=_saved(goal) if goal is not None else _fresh(found))
    )
    asked = typed.get("sok", "")[:100] if typed is not None else ""
    return Draft(purpose, goal, form, offered, found, reference, asked)


def _form(purpose: Purpose, figure: Candidate | None, goal: Goal | None = None, **more: Any) -> GoalForm:
    data, initial = more.pop("data", None), more.get("initial", {})
    due = data.get("due_on", "") if data is not None else initial.get("due_on")
    priorities = to_answer(purpose, goal, due)
    return GoalForm(data, areas=areas_of(purpose.pair), figure=figure, priorities=priorities, **more)


def _kept(goal: Goal | None) -> Candidate | None:
    if goal is None or not goal.baseline_figure:
        return None
    return kept_candidate(goal.baseline_figure, goal.indicator.source)


def _direction(figure: Candidate | None) -> str:
    """Return which way is better for a figure, "" when neither is or nothing is chosen."""
    better = metric(figure.metric).direction if figure is not None else ""
    return {"higher-is-better": Direction.UP.value, "lower-is-better": Direction.DOWN.value}.get(better, "")


def _fresh(figure: Candidate | None) -> dict[str, Any]:
    """A new goal is most often that a problem becomes smaller."""
    direction = _direction(figure) or Direction.DOWN.value
    return {
        "level": OutcomeLevel.EFFECT,
        "kind": GoalKind.SAFETY if direction == Direction.UP else GoalKind.CRIME,
        "direction": direction,
    }


def _saved(goal: Goal) -> dict[str, Any]:
    aim, indicator = aim_of(goal), goal.indicator
    return {
        "statement": goal.statement,
        "level": goal.level,
        "kind": goal.kind,
        "direction": goal.direction,
        "own_measure": indicator.own_measure,
        "unit": indicator.unit,
        "baseline": words.typed(goal.baseline, aim.kind) if not goal.baseline_figure else "",
        "area": indicator.area_id,
        "source": indicator.source,
        "target": words.typed(goal.target, aim.kind),
        "due_on": goal.due_on,
        "periods": goal.periods,
        "answers": goal.answers,
        "measured_by": indicator.measured_by,
        "why": goal.why,
        "priority_key": str(goal.priority_key or ""),
        "version": goal.version,
    }


def _as_typed(form: GoalForm) -> Mapping[str, Any]:
    """Return an unbound form's initial values as if they had been typed."""
    return {
        name: "" if (value := form.get_initial_for_field(field, name)) is None else str(value)
        for name, field in form.fields.items()
    }
