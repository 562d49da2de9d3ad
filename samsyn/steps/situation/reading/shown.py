"""An edition in words, piece by piece: what the page, the PDF and the Word file are laid out from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure in words. `import_id` points at its Source; `note` says why there is no value."""

    name: str
    place: str
    period: str
    value: str
    interval: str = ""
    base: str = ""
    note: str = ""
    import_id: int | None = None
    row: int | None = None


@dataclass(frozen=True)
class LevelRow:
    """One area of the level table. Number 0 is the whole; the parts are numbered as on the map."""

    number: int
    area: str
    key: str
    word: str
    shape: str  # circle, triangle, diamond, square, none
    order: int  # of the level on the city's scale, 0 when there is none
    coverage: int
    coverage_words: str
    reason: str
    byline: str = ""
    party: str = ""
    is_judged: bool = True


@dataclass(frozen=True)
class FindingRow:
    number: int
    statement: str
    doubt: str
    area: str
    party: str
    byline: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class CarriedRow:
    """A conclusion of a later step that the edition takes up: what was found, what was concluded and why."""

    key: str
    title: str
    conclusion: str
    sentence: str
    reason: str
    decided: str


@dataclass(frozen=True)
class ParagraphRow:
    text: str
    party: str
    byline: str


@dataclass(frozen=True)
class SectionRow:
    code: str
    title: str
    about: str
    paragraphs: tuple[ParagraphRow, ...]


@dataclass(frozen=True)
class Spot:
    """One point of a series, in numbers for a picture and in words for a table."""

    period: str
    words: str
    interval: str
    value: float | None
    low: float | None
    high: float | None
    is_preliminary: bool
    is_after_break: bool


@dataclass(frozen=True)
class IndicatorRow:
    name: str
    unit: str
    note: str
    value: Figure
    rate: str
    rate_interval: str
    reference: str
    reference_name: str
    sentence: str
    caveats: tuple[str, ...]
    series: tuple[Spot, ...]


@dataclass(frozen=True)
class SafetyRow:
    area: str
    is_whole: bool
    share: str
    interval: str
    answers: str
    note: str
    import_id: int | None
    value: float | None
    low: float | None
    high: float | None
    base: int | None


@dataclass(frozen=True)
class SafetyBlock:
    name: str
    title: str
    note: str
    period: str
    rows: tuple[SafetyRow, ...]


@dataclass(frozen=True)
class SourceRow:
    import_id: int
    title: str
    licence: str
    method: str
    file: str
    checksum: str
    received: str
    is_example: bool


@dataclass(frozen=True)
class Reading:
    """One edition in the page's language, top to bottom."""

    number: int
    pair: str
    city: str
    city_area: str
    police_area: str
    period: str
    is_example: bool  # the city is invented, so its figures are too
    is_invented: bool  # people's words are invented
    previous: int | None
    levels: tuple[LevelRow, ...]
    findings: tuple[FindingRow, ...]
    sections: tuple[SectionRow, ...]
    indicators: tuple[IndicatorRow, ...]
    caveats: tuple[str, ...]  # those that every indicator shares; a row keeps only its own
    safety: tuple[SafetyBlock, ...]
    breaks: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    areas_source: str
    carried: tuple[CarriedRow, ...] = ()
    unusual: tuple[str, ...] = ()  # the latest period against its own years: the summary, then what stood out
