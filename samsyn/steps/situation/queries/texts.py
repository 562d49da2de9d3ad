"""What people have written: paragraphs by part of the law, and findings with their figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from samsyn.evidence.releasing import hidden_imports
from samsyn.releases.queries import hides_figures, visible_to
from samsyn.steps.situation import words
from samsyn.steps.situation.models import Finding, Paragraph, Section, SituationPicture
from samsyn.steps.situation.queries.rates import RateShown


@dataclass(frozen=True)
class SectionShown:
    """One of the three parts of the law, with its paragraphs in order."""

    code: str
    name: str
    paragraphs: tuple[Paragraph, ...]


def sections(picture: SituationPicture | None, party: str) -> list[SectionShown]:
    """Return the three parts as a reader of this party sees them, empty ones too."""
    rows: list[Paragraph] = []
    if picture is not None and picture.pk is not None:
        standing = Paragraph.objects.filter(picture=picture, removed_at=None).select_related("written_by")
        rows = list(visible_to(standing, party))
    return [
        SectionShown(
            section.value, str(section.label), tuple(row for row in rows if row.section == section.value)
        )
        for section in Section
    ]


@dataclass(frozen=True)
class FigureShown:
    """A figure that a finding rests on, as it stood when it was chosen."""

    reference: str
    label: str
    area_name: str
    period: str
    text: str
    note: str
    url: str
    metric: str
    rate: RateShown | None = None


@dataclass(frozen=True)
class FindingShown:
    """A finding with its number and figures."""

    number: int
    row: Finding
    figures: tuple[FigureShown, ...]

    @property
    def key(self) -> FigureShown | None:
        return self.figures[0] if self.figures else None


def findings(picture: SituationPicture | None, party: str) -> list[FindingShown]:
    """Return the findings that stand, in order, as a reader of this party sees them: perhaps without their figures."""
    if picture is None or picture.pk is None:
        return []
    standing = Finding.objects.filter(picture=picture, removed_at=None).select_related("written_by", "area")
    rows = list(visible_to(standing, party))
    hidden = hidden_imports((kept["import"] for row in rows for kept in row.figures), party)
    return [
        FindingShown(number, row, () if hides_figures(row, party) else figures_shown(row.figures, hidden))
        for number, row in enumerate(rows, 1)
    ]


def figures_shown(
    kept: Iterable[Mapping[str, Any]], hidden: frozenset[int] = frozenset()
) -> tuple[FigureShown, ...]:
    """Return kept figures in words, without those of imports that the reader does not see."""
    return tuple(figure_shown(one) for one in kept if one["import"] not in hidden)


def figure_shown(kept: Mapping[str, Any]) -> FigureShown:
    """Return a kept figure in words. Its address is made from what is kept, without reading any figure."""
    from samsyn.evidence.metrics import metric
    from samsyn.evidence.queries import Observation, origin_url
    from samsyn.steps.situation.queries.figures import reference_of

    shown = kept.get("shown") or {}
    start, end = date.fromisoformat(kept["start"]), date.fromisoformat(kept["end"])
    known = metric(kept["metric"])
    state = shown.get("state") or "value"
    observation = Observation(
        metric=kept["metric"],
        area=kept["area"],
        area_name=shown.get("area_name") or "",
        start=start,
        end=end,
        value=shown.get("value"),
        state=state,
        base=shown.get("base"),
        low=shown.get("low"),
        high=shown.get("high"),
        import_id=kept["import"],
        row=kept.get("row"),
    )
    return FigureShown(
        reference=reference_of(kept),
        label=known.label,
        area_name=observation.area_name,
        period=words.period(start, end),
        text=words.value(observation.value, known.kind, state=state),
        note=words.state(state),
        url=origin_url(observation),
        metric=observation.metric,
        rate=RateShown(**shown["rate"]) if shown.get("rate") else None,
    )
