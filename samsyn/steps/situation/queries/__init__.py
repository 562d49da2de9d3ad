"""Reading the lägesbild."""

from samsyn.steps.situation.queries.figures import Figure, figures_by_reference, reference_of
from samsyn.steps.situation.queries.indicators import IndicatorRow
from samsyn.steps.situation.queries.levels import AreaRow, area_rows, gravest_part, history, newest
from samsyn.steps.situation.queries.safety import SafetyBlock, SafetyRow
from samsyn.steps.situation.queries.snapshot import (
    SECONDS_KEPT,
    Snapshot,
    candidates_for,
    code,
    indicator_rows,
    picture_for_page,
    safety_rows,
    warm,
)
from samsyn.steps.situation.queries.texts import FindingShown, SectionShown, findings, sections

__all__ = [
    "SECONDS_KEPT",
    "AreaRow",
    "Figure",
    "FindingShown",
    "IndicatorRow",
    "SafetyBlock",
    "SafetyRow",
    "SectionShown",
    "Snapshot",
    "area_rows",
    "candidates_for",
    "code",
    "figures_by_reference",
    "findings",
    "gravest_part",
    "history",
    "indicator_rows",
    "newest",
    "picture_for_page",
    "reference_of",
    "safety_rows",
    "sections",
    "warm",
]
