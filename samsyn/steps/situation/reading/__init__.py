"""An edition as people read it: frozen contents in, words and figures in the page's language out.

The page, the PDF and the Word file are all built from `read`, so that they say the same.
"""

from samsyn.steps.situation.reading.edition import (
    area_words,
    byline,
    carried,
    level_of,
    party_word,
    read,
    reason_of,
    sentence_case,
    unusual,
)
from samsyn.steps.situation.reading.figures import figure, figure_text, indicator, period_words, safety
from samsyn.steps.situation.reading.shown import (
    CarriedRow,
    Figure,
    FindingRow,
    IndicatorRow,
    LevelRow,
    Reading,
    SafetyBlock,
    SectionRow,
    SourceRow,
)

__all__ = [
    "CarriedRow",
    "Figure",
    "FindingRow",
    "IndicatorRow",
    "LevelRow",
    "Reading",
    "SafetyBlock",
    "SectionRow",
    "SourceRow",
    "area_words",
    "byline",
    "carried",
    "figure",
    "figure_text",
    "indicator",
    "level_of",
    "party_word",
    "period_words",
    "read",
    "reason_of",
    "safety",
    "sentence_case",
    "unusual",
]
