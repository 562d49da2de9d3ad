"""Before and after in a few areas, as bars: what happened, and for some also what was to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number

_BAR, _STEP, _NAME, _GAP, _NOTE = 16, 23, 25, 16, 18


@dataclass(frozen=True)
class Group:
    """One area. `after` beside `expected` is the finding, and `note` says how far apart they are.

    expected    what it would have been; `low` and `high` its interval
    is_subject  where something was done: drawn strongest
    """

    name: str
    before: float
    after: float
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    is_subject: bool = False


@dataclass(frozen=True)
class Names:
    """What the bars are called; `expected` is short, the description says by what it is expected."""

    before: str = "före"
    expected: str = "väntat"
    after: str = "efter"
    expected_column: str = "Väntat"


@dataclass(frozen=True)
class _Bar:
    """One bar and where it stands; a dashed one is what was expected."""

    label: str
    value: float
    text: str
    top: float
    fill: str
    is_expected: bool = False
    low: float | None = None
    high: float | None = None
    mark: float | None = None  # the expected value beside what happened
    note: str = ""

    @property
    def reach(self) -> float:
        return max(0.0, self.value, *(end for end in (self.high, self.mark) if end is not None))


def two_by_two(
    groups: Sequence[Group],
    *,
    title: str,
    description: str,
    source: str,
    names: Names = Names(),
    digits: int = 0,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw the groups in the order given, all on one scale that begins at nothing."""
    has_expected = any(group.expected is not None for group in groups)
    is_whole = all(float(n).is_integer() for group in groups for n in (group.before, group.after))
    counted = 0 if is_whole else digits
    columns = [
        Column(words.area),
        Column(names.before, "number", counted),
        Column(names.after, "number", counted),
    ]
    if has_expected:
        columns += [
            Column(names.expected_column, "number", digits),
            Column(words.interval, "interval", digits),
        ]
    rows = tuple(
        (group.name, group.before, group.after)
        + ((group.expected, (group.low, group.high)) if has_expected else ())
        for group in groups
    )
    if not groups:
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=tuple(columns),
            is_example=is_example,
            words=words,
        )
    specs = [_drawn(groups, names, digits, words, width) for width in (WIDE, NARROW)]
    return Picture(specs[0], specs[1], title, description, source, tuple(columns), rows, is_example)


def _bars(
    groups: Sequence[Group], names: Names, digits: int, words: Words, *, is_narrow: bool
) -> tuple[list[_Bar], list[tuple[str, float, bool]], float]:
    """Return the bars, the names over them, and the height of all."""
    bars, heads, y = [], [], 0.0

    def shown(value: float) -> str:
        return number(value, 0 if float(value).is_integer() else digits, words.lang)

    for group in groups:
        heads.append((group.name, y + 9, group.is_subject))
        y += _NAME
        bars.append(_Bar(names.before, group.before, shown(group.before), y, HUE[1]))
        y += _STEP
        if group.expected is not None:
            text = shown(group.expected)
            if group.low is not None and group.high is not None:
                ends = [shown(group.low), shown(group.high)]
                text += f" ({' – '.join(ends) if '−' in ''.join(ends) else '–'.join(ends)})"
            bars.append(_Bar(names.expected, group.expected, text, y, PAPER, True, group.low, group.high))
            y += _STEP
        fill = DEEP if group.is_subject else HUE[3]
        bars.append(
            _Bar(names.after, group.after, shown(group.after), y, fill, mark=group.expected, note=group.note)
        )
        y += _STEP + _GAP + (_NOTE if is_narrow and group.note else 0)
    return bars, heads, y - _GAP


def _drawn(groups: Sequence[Group], names: Names, digits: int, words: Words, total: int) -> Spec:
    is_narrow = total == NARROW
    bars, heads, height = _bars(groups, names, digits, words, is_narrow=is_narrow)
    left = 12 + int(max(picture.text_width(bar.label) for bar in bars))
    inner = total - left - 10
    scale = min(
        ((inner - 10 - _beside(bar, is_narrow)) / bar.reach for bar in bars if bar.reach > 0), default=1.0
    )
    layers = [
        *_shapes(bars, scale),
        *_texts(bars, scale, is_narrow=is_narrow),
        _written([(bar.label, -8, bar.top + _BAR / 2) for bar in bars], align="right", color=INK_2),
    ]
    for is_subject in (True, False):
        named = [(text, 4 - left, y) for text, y, is_strong in heads if is_strong == is_subject]
        layers.append(_written(named, fontSize=14, fontWeight=600 if is_subject else 400, limit=total - 12))
    axis = {"type": "rule", "stroke": LINE, "strokeWidth": 1.5}
    spans = [{"y": bar.top - 3, "y2": bar.top + _BAR + 3} for bar in bars]
    layers.append(picture.layer(spans, axis, x={"value": 0}, y=picture.pixel("y"), y2={"field": "y2"}))
    return picture.layered(total, int(height), layers, padding=(6, 10, 6, left), lang=words.lang)


def _beside(bar: _Bar, is_narrow: bool) -> float:
    """How much room the words after a bar take."""
    width = picture.text_width(bar.text, 14)
    return width if is_narrow or not bar.note else width + 12 + picture.text_width(bar.note)


def _shapes(bars: Sequence[_Bar], scale: float) -> list[Spec]:
    """The bars, the dashed ones, their intervals, and the mark of the expected on what happened."""
    x, y, x2, y2 = picture.pixel("x"), picture.pixel("y"), {"field": "x2"}, {"field": "y2"}

    def box(bar: _Bar) -> Spec:
        end = max(bar.value, 0.0) * scale
        return {"x": 0, "x2": round(end, 2), "y": bar.top, "y2": bar.top + _BAR, "fill": bar.fill}

    fill = {"field": "fill", "type": "nominal", "scale": None}
    layers = [
        picture.layer([box(bar) for bar in bars if not bar.is_expected], "rect", x=x, x2=x2, y=y, y2=y2, fill=fill),
        picture.layer(
            [box(bar) for bar in bars if bar.is_expected],
            {"type": "rect", "fill": PAPER, "stroke": DEEP, "strokeWidth": 1.25, "strokeDash": [4, 3]},
            x=x, x2=x2, y=y, y2=y2,
        ),
    ]  # fmt: skip
    spans = [
        {"x": round(max(bar.low, 0) * scale, 2), "x2": round(max(bar.high, 0) * scale, 2), "y": bar.top + _BAR / 2}
        for bar in bars
        if bar.low is not None and bar.high is not None
    ]  # fmt: skip
    layers.append(picture.layer(spans, {"type": "rule", "stroke": HUE[3], "strokeWidth": 3}, x=x, x2=x2, y=y))
    marks = [
        {
            "x": round(max(bar.mark, 0) * scale, 2),
            "y": bar.top - (_STEP - _BAR),
            "y2": bar.top + _BAR + 2,
            "stroke": PAPER if bar.value > bar.mark else DEEP,
        }
        for bar in bars
        if bar.mark is not None
    ]
    stroke = {"field": "stroke", "type": "nominal", "scale": None}
    dashes: Spec = {"type": "rule", "strokeWidth": 1.5, "strokeDash": [4, 3]}
    layers.append(picture.layer(marks, dashes, x=x, y=y, y2=y2, stroke=stroke))
    return layers


def _texts(bars: Sequence[_Bar], scale: float, *, is_narrow: bool) -> list[Spec]:
    """The numbers after the bars; what the difference is stands after them, or under on a narrow page."""
    plain: list[tuple[str, float, float]] = []
    strong: list[tuple[str, float, float]] = []
    notes: list[tuple[str, float, float]] = []
    for bar in bars:
        x, y = bar.reach * scale + 8, bar.top + _BAR / 2
        (strong if bar.note else plain).append((bar.text, x, y))
        if bar.note and is_narrow:
            notes.append((bar.note, 0.0, y + _STEP - 2))
        elif bar.note:
            notes.append((bar.note, x + picture.text_width(bar.text, 14) + 12, y))
    return [_written(plain), _written(strong, fontWeight=600, fontSize=14), _written(notes)]


def _written(rows: Sequence[tuple[str, float, float]], **mark: object) -> Spec:
    values = [{"text": text, "x": round(x, 2), "y": y} for text, x, y in rows]
    style: Spec = {"type": "text", "baseline": "middle", "align": "left", "color": INK, **mark}
    return picture.layer(values, style, x=picture.pixel("x"), y=picture.pixel("y"), text={"field": "text"})
