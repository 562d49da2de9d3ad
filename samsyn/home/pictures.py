"""The wheel of six steps, of a pair and of the model, and what stands beside pictures: kept by all that is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.home.states import StepState
from samsyn.places.models import AreaPair
from samsyn.steps.situation.queries.levels import AreaRow
from samsyn.ui import wheel as drawn


def hub(pair: AreaPair, steps: Sequence[StepState], number: int) -> SafeString:
    """Return a pair's wheel in both widths with the six steps beside it; `number` is the round that goes on."""
    return _hub(tuple(steps), pair.name, pair.valid_from.year, number, get_language() or "sv")


@lru_cache(maxsize=256)
def _hub(steps: tuple[StepState, ...], name: str, year: int, number: int, language: str) -> SafeString:
    """Draw and write the hub, kept by all that is in it and the language of its words."""
    wheel = _wheel(steps, name, year, number)
    return render_to_string("home/parts/hub.html", {"steps": steps, "wheel": wheel})


def _wheel(steps: tuple[StepState, ...], name: str, year: int, number: int) -> SafeString:
    return drawn.wheel(
        tuple(
            drawn.Segment(
                number=step.number,
                name=step.short,
                fact=step.fact,
                state=step.state if step.state != "none" else "empty",
                share=step.share,
                ball=step.ball,
                url=step.url,
                earlier=step.earlier,
            )
            for step in steps
        ),
        round_label=_("Varv %(number)s") % {"number": number},
        years=_("sedan %(year)s") % {"year": year},
        title=_("De sex stegen i %(pair)s") % {"pair": name},
        description=_("Varje steg är en länk. Samma uppgifter står i listan bredvid hjulet."),
    )


@dataclass(frozen=True)
class LevelLine:
    """One area as the list beside the map says it."""

    number: int
    name: str
    is_judged: bool
    shape: str  # empty where too little is known for a level
    level: str
    coverage: int


def level_list(rows: Sequence[AreaRow]) -> SafeString:
    """Return the areas with their levels as a list."""
    return _level_list(tuple(_line(row) for row in rows), get_language() or "sv")


def _line(row: AreaRow) -> LevelLine:
    level, judged = row.level, row.assessment
    return LevelLine(
        row.number,
        row.name,
        judged is not None,
        level.shape if level else "",
        row.word,
        len(judged.coverage) if judged else 0,
    )


@lru_cache(maxsize=256)
def _level_list(rows: tuple[LevelLine, ...], language: str) -> SafeString:
    """Write the list, kept by all that is in it and the language of its words."""
    return render_to_string("home/parts/level_list.html", {"rows": rows})


def model_wheel() -> SafeString:
    """Return the wheel of the model, where nothing is done or to do."""
    return drawn.model_wheel()
