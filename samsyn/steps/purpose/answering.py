"""The answer beside the form: can the change be seen, what would make it so, and can the goal be measured."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samsyn.charts.goal_noise import Noise, NoiseWords, goal_noise
from samsyn.charts.picture import Picture
from samsyn.steps.purpose import seeing, words
from samsyn.steps.purpose.aims import Aim
from samsyn.steps.purpose.forms import GoalForm
from samsyn.steps.purpose.measurable import Lack, lacking
from samsyn.steps.purpose.models import Direction, OutcomeLevel
from samsyn.steps.purpose.noise import See, Visibility, visibility
from samsyn.steps.purpose.queries import Baselines
from samsyn.steps.purpose.ways import Way, ways
from samsyn.ui.picture_words import picture_words


@dataclass(frozen=True)
class Answer:
    """What the page says about a goal that is being written."""

    headline: str
    sentences: tuple[str, ...]
    picture: Picture | None
    ways: tuple[Way, ...]
    lacks: tuple[Lack, ...]
    method: str
    is_good: bool

    @property
    def blocking(self) -> list[Lack]:
        return [lack for lack in self.lacks if not lack.is_warning]

    @property
    def warnings(self) -> list[Lack]:
        return [lack for lack in self.lacks if lack.is_warning]

    @property
    def ways_out(self) -> list[Way]:
        """Those that can be chosen."""
        return [way for way in self.ways if way.sets]

    @property
    def no_way(self) -> list[Way]:
        """Those that do not help, and say so."""
        return [way for way in self.ways if not way.sets]


def typed_aim(form: GoalForm, *, edition: int | None, area: object = None) -> tuple[Aim, list[Lack]]:
    """Return what the form says so far, and what of it cannot be read."""
    form.is_valid()
    said, figure = form.cleaned_data, form.figure
    unreadable = [
        Lack(f"unreadable-{name}", str(error))
        for name in ("target", "baseline", "due_on", "answers")
        for error in form.errors.get(name, [])
    ]
    shared = {
        "level": said.get("level") or OutcomeLevel.EFFECT,
        "direction": said.get("direction") or Direction.DOWN,
        "target": said.get("target"),
        "due_on": said.get("due_on"),
        "measured_by": said.get("measured_by", ""),
        "periods": said.get("periods") or 1,
        "answers": said.get("answers"),
    }
    if figure is not None:
        return _of_figure(form, edition, shared), unreadable
    aim = Aim(
        own_measure=said.get("own_measure", ""),
        unit=said.get("unit", ""),
        area=said.get("area"),
        baseline=said.get("baseline"),
        source=said.get("source", ""),
        **shared,
    )
    return aim, unreadable


def _of_figure(form: GoalForm, edition: int | None, shared: dict) -> Aim:
    from samsyn.places.models import Area

    assert form.figure is not None
    area = Area.objects.defer("geometry").select_related("division").filter(key=form.figure.area).first()
    return Aim(
        metric=form.figure.metric,
        area=area,
        figure=form.figure.kept,
        edition=edition,
        baseline=form.figure.value,
        source=form.figure.source,
        **shared,
    )


def answer(
    aim: Aim,
    offered: Baselines,
    *,
    on: date,
    near: Collection[str] = (),
    unreadable: list[Lack] | None = None,
) -> Answer:
    """Return the whole answer for what is typed so far."""
    seen = visibility(aim, clumped=offered.clumped)
    bad = unreadable or []
    codes = {lack.code.removeprefix("unreadable-") for lack in bad}
    lacks = [lack for lack in lacking(aim, on=on) if not _is_of(lack, codes)]
    return Answer(
        headline=seeing.headline(seen),
        sentences=tuple(seeing.sentences(seen, aim)),
        picture=picture(seen, aim, is_example=_is_example(aim)),
        ways=tuple(ways(aim, seen, offered, near=near)),
        lacks=(*bad, *lacks),
        method=seeing.method() if seen.after is not None or seen.chance is not None else "",
        is_good=seen.state in {See.YES, See.OWN},
    )


def _is_of(lack: Lack, names: set[str]) -> bool:
    """Whether it says that something is lacking that was typed but cannot be read."""
    said = {"target": "no-target", "baseline": "no-baseline", "due_on": "no-date"}
    return lack.code in {said[name] for name in names if name in said}


def _is_example(aim: Aim) -> bool:
    return aim.area is not None and aim.area.division.city.is_example


def picture(seen: Visibility, aim: Aim, *, is_example: bool = False) -> Picture | None:
    """Return now, goal and chance beside each other; None when there is nothing to compare."""
    if seen.state in {See.OWN, See.UNTESTED} or aim.baseline is None:
        return None
    target = aim.target if aim.target != aim.baseline else None
    titles = {
        See.YES: _("Målet ligger där en förändring syns säkert"),
        See.MAYBE: _("Målet ligger strax innan det syns säkert"),
        See.NO: _("Målet ligger inom det som kan vara slump"),
    }
    sure = seeing.rounded(seen.after, aim) if seen.after is not None else None
    return goal_noise(
        Noise(_drawn(aim.baseline, aim), target, sure, aim.is_up, aim.is_share),
        title=titles.get(seen.state, _("Så stor måste förändringen vara")),
        description=words.indicator(aim) + ".",
        source=seeing.method(),
        is_example=is_example,
        words=picture_words(),
        own_words=noise_words(),
    )


def _drawn(value: float, aim: Aim) -> float:
    """A share of a survey is drawn as it is read: in whole per cent."""
    return round(value, 2) if aim.is_share and aim.metric else value


def noise_words() -> NoiseWords:
    """Return the picture's words in the page's language."""
    return NoiseWords(
        now=_("Nu {value}"),
        target=_("Mål {value}"),
        may_be_chance=_("kan vara slump"),
        sure=_("syns säkert"),
        what=_("Vad"),
        value=_("Värde"),
        sure_from=_("Syns säkert från"),
    )
