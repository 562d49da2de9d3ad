"""The frozen figures that a goal can begin from: those that the pair's newest decided edition holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.evidence.metrics import metric
from samsyn.places.models import AreaPair
from samsyn.steps.situation.frozen import figures_in
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.queries.figures import reference_of
from samsyn.steps.situation.reading.figures import figure as in_words
from samsyn.steps.situation.services.editions import parsed
from samsyn.steps.situation.workflow import EditionState

FIGURES = frozenset({"count", "share", "index", "rate"})  # a goal is never about how many live there
_SHOWN = ("area_name", "value", "state", "base", "low", "high")


@dataclass(frozen=True)
class Candidate:
    """One frozen figure, in words and as a goal keeps it.

    kept  metric, area, start, end, import, row, and under `shown` what stood beside them in the edition
    """

    reference: str
    metric: str
    kind: str
    area: str
    label: str
    area_name: str
    period: str
    text: str
    doubt: str
    source: str
    kept: Mapping[str, Any]

    @property
    def value(self) -> float:
        return float(self.kept["shown"]["value"])


@dataclass(frozen=True)
class Baselines:
    """The newest decided edition and the figures it holds; no edition, no figures.

    clumped  metrics whose events come in clumps, as the edition says
    whole    `Area.key` of the pair's whole area in the edition
    """

    edition: Edition | None = None
    candidates: tuple[Candidate, ...] = ()
    clumped: frozenset[str] = frozenset()
    whole: str = ""

    def get(self, reference: str) -> Candidate | None:
        return next((one for one in self.candidates if one.reference == reference), None)


def baselines(pair: AreaPair) -> Baselines:
    """Return what the pair's newest decided edition offers: findings' figures first, then indicators, then safety.

    Left out: the whole city's figures, populations, and what had no value on the day of the edition.
    """
    rows = Edition.objects.filter(picture__pair=pair, state=EditionState.DECIDED)
    edition = rows.order_by("-number").first()
    if edition is None:
        return Baselines()
    text = parsed(edition)
    sources = {row["import"]: f"{row['source']}: {row['dataset']}" for row in text["sources"]}
    whole = text["pair"]["city_area"]["key"]
    own = {whole, *(area["key"] for area in text["areas"])}
    found: dict[str, Candidate] = {}
    for row in figures_in(text["findings"], text["indicators"], text["safety"]):
        if row["area"] in own and row["value"] is not None and row["import"] is not None:
            one = _candidate(text, row, sources)
            if one.kind in FIGURES:
                found.setdefault(one.reference, one)
    return Baselines(edition, tuple(found.values()), frozenset(clumped_in(text)), whole)


def clumped_in(text: Mapping[str, Any]) -> Iterator[str]:
    """Yield the metrics of an edition whose events come in clumps."""
    for row in text["indicators"]:
        if "overdispersed" in row["caveats"]:
            yield row["metric"]


def _candidate(text: Mapping[str, Any], row: Mapping[str, Any], sources: Mapping[int, str]) -> Candidate:
    kept = {name: row[name] for name in ("metric", "area", "start", "end", "import", "row")}
    kept["shown"] = {name: row.get(name) for name in _SHOWN}
    shown = in_words(text, row)
    known = text["metrics"].get(row["metric"])
    return Candidate(
        reference=reference_of(kept),
        metric=row["metric"],
        kind=known["kind"] if known else "count",
        area=row["area"],
        label=shown.name,
        area_name=shown.place,
        period=shown.period,
        text=shown.value,
        doubt=", ".join(part for part in (shown.interval, shown.base, shown.note) if part),
        source=sources.get(row["import"], ""),
        kept=kept,
    )


def search(rows: Sequence[Candidate], text: str) -> list[Candidate]:
    """Return the figures whose metric, area or period holds every word of the text."""
    wanted = text.casefold().split()
    return [row for row in rows if all(word in _words(row) for word in wanted)]


def _words(row: Candidate) -> str:
    return f"{row.label} {row.area_name} {row.period}".casefold()


def nearest_first(
    rows: Sequence[Candidate], *, references: Iterable[str] = (), areas: Iterable[str] = ()
) -> list[Candidate]:
    """Return the figures in the order in which a goal is likely to want them.

    First those that the problem's findings rest on, then the newest of the problem's own areas.
    """
    named, near = set(references), set(areas)
    latest = {
        (row.metric, row.area): max(one.kept["end"] for one in rows if _is_alike(one, row)) for row in rows
    }
    return sorted(
        rows,
        key=lambda row: (
            row.reference not in named,
            row.area not in near,
            row.kept["end"] != latest[row.metric, row.area],
        ),
    )


def _is_alike(one: Candidate, other: Candidate) -> bool:
    return (one.metric, one.area) == (other.metric, other.area)


def kept_candidate(kept: Mapping[str, Any], source: str) -> Candidate:
    """Return a figure that a goal has kept from an earlier edition, in words."""
    from samsyn.steps.situation.queries.texts import figure_shown

    shown = figure_shown(kept)
    return Candidate(
        reference=shown.reference,
        metric=shown.metric,
        kind=metric(shown.metric).kind,
        area=kept["area"],
        label=shown.label,
        area_name=shown.area_name,
        period=shown.period,
        text=shown.text,
        doubt=shown.note,
        source=source,
        kept=kept,
    )
