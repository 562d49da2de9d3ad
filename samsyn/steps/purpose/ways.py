"""Ways out when a change cannot be seen: a longer period or more answers, a wider area, another indicator. All computed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from samsyn.evidence.metrics import INCIDENTS, metric
from samsyn.steps.purpose import frames, seeing, words
from samsyn.steps.purpose.aims import Aim
from samsyn.steps.purpose.models import Direction, OutcomeLevel
from samsyn.steps.purpose.noise import See, Visibility
from samsyn.steps.purpose.queries.baselines import Baselines, Candidate
from samsyn.steps.situation import words as situation
from samsyn.steps.situation.queries.figures import reference_of
from samsyn.ui.templatetags.numbers import number

MOST_TRIED = 24  # other figures that are computed on


@dataclass(frozen=True)
class Way:
    """One way out. `sets` is what choosing it writes in the form, by field; empty when it is only said."""

    code: str
    text: str
    button: str = ""
    sets: Mapping[str, str] = field(default_factory=dict)


def ways(aim: Aim, found: Visibility, offered: Baselines, *, near: Collection[str] = ()) -> list[Way]:
    """Return up to three ways out for a goal whose change is not surely seen.

    near  references of the figures that the problem's findings rest on: another indicator is sought among them first
    """
    if found.state not in {See.MAYBE, See.NO}:
        return []
    tried = (longer(aim), wider(aim, found, offered), other(aim, found, offered, near))
    return [way for way in tried if way is not None]


def longer(aim: Aim) -> Way | None:
    """Ask more people, or count over more periods."""
    if aim.is_share:
        return _more_answers(aim)
    periods = frames.periods_needed(aim)
    if periods is None:
        text = _("Längre tid räcker inte: förändringen syns inte ens om utfallet räknas över %(time)s.")
        return Way("longer", text % {"time": words.lengths(frames.MOST_PERIODS, aim)})
    facts = {"time": words.lengths(periods, aim), "span": words.span(aim)}
    return Way(
        "longer",
        _("Räkna utfallet över %(time)s. Då syns %(span)s.") % facts,
        _("att räkna över %(time)s") % facts,
        {"periods": str(periods)},
    )


def _more_answers(aim: Aim) -> Way:
    needed, base = frames.answers_needed(aim), aim.answers or aim.base or 0
    if needed is None or needed <= base:
        return Way(
            "longer",
            _("Fler svar nästa gång räcker inte: utgångsvärdet vilar på för få svar för ett så litet mål."),
        )
    facts = {"needed": number(needed), "now": number(base)}
    return Way(
        "longer",
        _("Fråga fler: minst %(needed)s svar i stället för %(now)s.") % facts,
        _("minst %(needed)s svar") % facts,
        {"answers": str(needed)},
    )


@dataclass(frozen=True)
class _Tried:
    """Another figure as the goal's baseline, and from which level a change of it is seen."""

    candidate: Candidate
    aim: Aim
    after: float

    @property
    def reach(self) -> float:
        return _reach(self.aim, self.after)


def _reach(aim: Aim, after: float | None) -> float:
    """Return how large a part of the baseline must change before it is seen; a share is taken as it is."""
    if after is None or not aim.baseline:
        return float("inf")
    return abs(after - aim.baseline) / (1.0 if aim.is_share else aim.baseline)


def _try(aim: Aim, candidate: Candidate) -> _Tried | None:
    direction = aim.direction
    if candidate.metric != aim.metric and metric(candidate.metric).direction != "none":
        is_up = metric(candidate.metric).direction == "higher-is-better"
        direction = Direction.UP if is_up else Direction.DOWN
    other = replace(
        aim,
        metric=candidate.metric,
        own_measure="",
        figure=candidate.kept,
        baseline=candidate.value,
        direction=direction,
        answers=None,
    )
    found = frames.smallest(other)
    return _Tried(candidate, other, found.after) if found is not None and found.after is not None else None


def wider(aim: Aim, found: Visibility, offered: Baselines) -> Way | None:
    """Measure the same in the whole area, where more answer or more happens."""
    if not aim.figure:
        return None
    same = [
        one
        for one in offered.candidates
        if one.metric == aim.metric
        and one.area == offered.whole != aim.figure["area"]
        and _same_period(one, aim)
    ]
    tried = _best((_try(aim, one) for one in same), than=_reach(aim, found.after))
    if tried is None:
        return None
    facts = {**_facts(tried), "area": tried.candidate.area_name}
    if aim.is_share:
        text = _("Mät hela %(area)s, %(base)s. Då syns %(points)s procentenheter.")
    else:
        text = _("Räkna hela %(area)s, %(base)s. Då syns %(span)s.")
    return Way("wider", text % facts, _("hela %(area)s") % facts, _sets(tried))


def other(aim: Aim, found: Visibility, offered: Baselines, near: Collection[str]) -> Way | None:
    """Measure something else: what the problem's findings rest on, else the same kind of figure in the same area."""
    own = reference_of(aim.figure) if aim.figure else ""
    rows = [one for one in offered.candidates if one.reference != own and _is_another(aim, one, near)]
    rows.sort(key=lambda one: one.reference not in near)
    named = [one for one in rows if one.reference in near]
    reach = _reach(aim, found.after)
    tried = _best((_try(aim, one) for one in named), than=reach) or _best(
        (_try(aim, one) for one in rows[:MOST_TRIED]), than=reach
    )
    if tried is None:
        return None
    facts = {**_facts(tried), "label": tried.candidate.label, "area": tried.candidate.area_name}
    return Way(
        "other",
        _("Mät %(label)s i %(area)s i stället, %(base)s. Då syns %(span)s.") % facts,
        _("%(label)s i %(area)s") % facts,
        _sets(tried),
    )


def _is_another(aim: Aim, one: Candidate, near: Collection[str]) -> bool:
    if one.metric == aim.metric:
        return False
    if metric(one.metric).police_driven and aim.level == OutcomeLevel.EFFECT:
        return False
    if one.reference in near:
        return True
    is_alike = one.kind == aim.kind and one.metric != INCIDENTS
    return is_alike and aim.area is not None and one.area == aim.area.key


def _same_period(one: Candidate, aim: Aim) -> bool:
    return (one.kept["start"], one.kept["end"]) == (aim.figure["start"], aim.figure["end"])


def _best(rows: Iterable[_Tried | None], *, than: float) -> _Tried | None:
    """Return the one that needs the smallest change, if it is clearly smaller than what is needed now."""
    better = [row for row in rows if row is not None and row.reach < than * 0.95]
    return min(better, key=lambda row: row.reach, default=None)


def _facts(tried: _Tried) -> dict[str, str]:
    aim = replace(tried.aim, target=seeing.rounded(tried.after, tried.aim))
    if aim.is_share:
        base = situation.answers(aim.base)
    else:
        base = " ".join(
            part for part in (words.shown(aim.baseline, aim), words.unit(aim), words.period(aim)) if part
        )
    points = (
        abs(aim.target - aim.baseline) * 100 if aim.target is not None and aim.baseline is not None else 0
    )
    return {"base": base, "span": words.span(aim), "points": number(points)}


def _sets(tried: _Tried) -> dict[str, str]:
    target = seeing.rounded(tried.after, tried.aim)
    return {
        "tal": tried.candidate.reference,
        "target": words.typed(target, tried.aim.kind),
        "direction": str(tried.aim.direction),
        "answers": "",
    }
