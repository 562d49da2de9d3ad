"""The wheel of six steps: of a pair, and of the model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.home.steps import StepState
from samsyn.places.models import AreaPair
from samsyn.ui import wheel as drawn


def wheel(pair: AreaPair, steps: Sequence[StepState]) -> SafeString:
    """Return a pair's wheel in both widths. Rounds are counted by follow-ups, which this version has none of."""
    return _drawn(
        tuple(
            drawn.Segment(
                number=step.number,
                name=step.short,
                fact=step.fact,
                state=step.state if step.state != "none" else "empty",
                share=step.share,
                ball=step.ball,
                url=step.url,
            )
            for step in steps
        ),
        pair.name,
        pair.valid_from.year,
        get_language() or "sv",
    )


@lru_cache(maxsize=256)
def _drawn(segments: tuple[drawn.Segment, ...], name: str, year: int, language: str) -> SafeString:
    """Draw a wheel, kept by all that is in it and the language of its words."""
    return drawn.wheel(
        segments,
        round_label=_("Varv 1"),
        years=_("sedan %(year)s") % {"year": year},
        title=_("De sex stegen i %(pair)s") % {"pair": name},
        description=_("Varje steg är en länk. Samma uppgifter står i listan bredvid hjulet."),
    )


def model_wheel() -> SafeString:
    """Return the wheel of the model, where nothing is done or to do."""
    return drawn.model_wheel()
