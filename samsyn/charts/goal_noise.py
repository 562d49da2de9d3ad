"""A goal beside chance: where the figure is now, where the goal is, and from where a change is surely seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, INK, INK_2, TINT, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number, percent

WIDE, NARROW = 440, 280  # it stands beside a form, and in a box on the phone
HAND, HATCH, MIST = "#9c4513", "#9fb0b3", "#f3f6f5"
_BAND_TOP, _BAND_END = 50, 102  # the band, in pixels from the top
_HEIGHT = 132
_EDGE = 18  # how far a word may reach over the axis's ends
_GAP = 7  # between two slanting lines


@dataclass(frozen=True)
class Noise:
    """A count, or a share from 0 to 1.

    target  None: none is chosen yet
    sure    from here on, away from `now`, a change is surely seen; None: nowhere
    """

    now: float
    target: float | None
    sure: float | None
    is_up: bool
    is_share: bool = False


@dataclass(frozen=True)
class NoiseWords:
    """The words of this picture; each takes the number that stands beside it."""

    now: str = "Nu {value}"
    target: str = "Mål {value}"
    may_be_chance: str = "kan vara slump"
    sure: str = "syns säkert"
    what: str = "Vad"
    value: str = "Värde"
    sure_from: str = "Syns säkert från"


SWEDISH_NOISE = NoiseWords()


def goal_noise(
    noise: Noise,
    *,
    title: str,
    description: str,
    source: str,
    is_example: bool = False,
    words: Words = SWEDISH,
    own_words: NoiseWords = SWEDISH_NOISE,
) -> Picture:
    """Draw the axis, the hatched part that may be chance, and the part that is surely seen."""
    columns = (Column(own_words.what), Column(own_words.value, "share" if noise.is_share else "number"))
    wide, narrow = (_spec(noise, width, words, own_words) for width in (WIDE, NARROW))
    return Picture(
        wide, narrow, title, description, source, columns, _rows(noise, own_words), is_example=is_example
    )


def _rows(noise: Noise, own: NoiseWords) -> tuple[tuple[Any, ...], ...]:
    rows: list[tuple[Any, ...]] = [(own.now.format(value="").strip(), noise.now)]
    if noise.target is not None:
        rows.append((own.target.format(value="").strip(), noise.target))
    if noise.sure is not None:
        rows.append((own.sure_from, noise.sure))
    return tuple(rows)


def _ends(noise: Noise) -> tuple[float, float, list[float]]:
    """Return the axis: round numbers around everything that is drawn, never outside what can be."""
    known = [value for value in (noise.now, noise.target, noise.sure) if value is not None]
    low, high = min(known), max(known)
    room = max((high - low) * 0.35, abs(noise.now) * 0.1, 0.05 if noise.is_share else 2)
    most = 1.0 if noise.is_share else float("inf")
    low, high = max(0.0, low - room), min(most, high + room)
    scale = 100 if noise.is_share else 1
    marks = [one / scale for one in picture.ticks(low * scale, high * scale, about=4)]
    inside = [one for one in marks if low <= one <= high]
    return low, high, inside


def _spec(noise: Noise, width: int, words: Words, own: NoiseWords) -> Spec:
    low, high, marks = _ends(noise)
    left = right = 22
    span = width - left - right

    def at(value: float) -> float:
        return (value - low) / ((high - low) or 1) * span

    bands = _bands(noise, at, span)
    layers = [
        *(layer for band in bands for layer in band.layers()),
        _rule(0, _BAND_END, span, _BAND_END, INK, 1.3),
        *(layer for mark in marks for layer in _mark(at(mark), _said(mark, noise, words))),
        *_flags(noise, at, span, words, own),
        *_names(bands, own, span),
    ]
    return picture.layered(width, _HEIGHT + 22, layers, padding=(6, right, 4, left), lang=words.lang)


def _said(value: float, noise: Noise, words: Words) -> str:
    if noise.is_share:
        return percent(value, lang=words.lang)
    return number(value, 0 if float(value).is_integer() else 1, words.lang)


def _rule(x: float, y: float, x2: float, y2: float, stroke: str, width: float) -> Spec:
    row = {"x": x, "y": y, "x2": x2, "y2": y2}
    mark = {"type": "rule", "stroke": stroke, "strokeWidth": width}
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return picture.layer([row], mark, x=picture.pixel("x"), y=picture.pixel("y"), **ends)


def _mark(x: float, text: str) -> list[Spec]:
    label = picture.written(text, x, _BAND_END + 18, align="center", fontSize=13, color=INK_2)
    return [_rule(x, _BAND_END, x, _BAND_END + 6, INK, 1), label]


@dataclass(frozen=True)
class _Band:
    """A part of the axis, in pixels."""

    start: float
    end: float
    is_sure: bool

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    def layers(self) -> list[Spec]:
        fill = TINT if self.is_sure else MIST
        row = {"x": self.start, "x2": self.end, "y": _BAND_TOP, "y2": _BAND_END}
        ground = picture.layer(
            [row],
            {"type": "rect", "fill": fill},
            x=picture.pixel("x"),
            y=picture.pixel("y"),
            x2={"field": "x2"},
            y2={"field": "y2"},
        )
        return [ground] if self.is_sure else [ground, _hatched(self.start, self.end)]


def _names(bands: list[_Band], own: NoiseWords, span: float) -> list[Spec]:
    """The words under the parts, moved apart where they would meet, kept within the picture."""
    texts = [own.sure if band.is_sure else own.may_be_chance for band in bands]
    layers = []
    for band, text, x in zip(
        bands, texts, _places(texts, [band.middle for band in bands], span, 13), strict=True
    ):
        mark = {"color": DEEP, "fontWeight": 600} if band.is_sure else {"color": INK}
        layers.append(picture.written(text, x, _BAND_END + 42, align="center", fontSize=13, **mark))
    return layers


def _places(texts: list[str], wanted: list[float], span: float, size: float) -> list[float]:
    """Return the middle of each text: as near as can be to where it is wanted, none over another or outside."""
    widths = [picture.text_width(text, size) for text in texts]
    inside = [
        min(max(x, width / 2 - _EDGE), span - width / 2 + _EDGE)
        for x, width in zip(wanted, widths, strict=True)
    ]
    places = picture.apart(inside, sum(widths) / len(widths) + 8)
    shift = max(0.0, *(width / 2 - _EDGE - x for x, width in zip(places, widths, strict=True)))
    shift -= max(0.0, *(x + width / 2 - _EDGE - span for x, width in zip(places, widths, strict=True)))
    return [x + shift for x in places]


def _bands(noise: Noise, at: Any, span: float) -> list[_Band]:
    """Return what may be chance, from now until it is surely seen, and what is surely seen beyond."""
    far = span if noise.is_up else 0.0
    turn = far if noise.sure is None else at(noise.sure)
    found = [_band(at(noise.now), turn, is_sure=False)]
    if noise.sure is not None:
        found.append(_band(turn, far, is_sure=True))
    return found


def _band(one: float, other: float, *, is_sure: bool) -> _Band:
    return _Band(min(one, other), max(one, other), is_sure)


def _hatched(start: float, end: float) -> Spec:
    """Slanting lines cut at the band's edges."""
    height, rows = _BAND_END - _BAND_TOP, []
    at = start - height
    while at < end:
        left, right = max(at, start), min(at + height, end)
        if right > left:
            rows.append(
                {"x": left, "y": _BAND_END - (left - at), "x2": right, "y2": _BAND_END - (right - at)}
            )
        at += _GAP
    mark = {"type": "rule", "stroke": HATCH, "strokeWidth": 1.3}
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return picture.layer(rows, mark, x=picture.pixel("x"), y=picture.pixel("y"), **ends)


def _flags(noise: Noise, at: Any, span: float, words: Words, own: NoiseWords) -> list[Spec]:
    """Now, the goal with its flag, and the line from where a change is surely seen."""
    layers = []
    if noise.sure is not None:
        layers.append(_rule(at(noise.sure), _BAND_TOP, at(noise.sure), _BAND_END, DEEP, 1.5))
    now = (own.now.format(value=_said(noise.now, noise, words)), at(noise.now), INK)
    flags = [now]
    layers.append(_rule(now[1], 32, now[1], _BAND_END, INK, 2.5))
    if noise.target is not None:
        x = at(noise.target)
        flags.append((own.target.format(value=_said(noise.target, noise, words)), x, HAND))
        layers += [_rule(x, 32, x, _BAND_END, HAND, 2.5), _flag(x, is_right=x < span - 20)]
    return [*layers, *_titles(flags, span)]


def _flag(x: float, *, is_right: bool) -> Spec:
    """A small pennant at the top of the goal's line."""
    shape = "M0 0H16L11 6L16 12H0Z" if is_right else "M0 0H-16L-11 6L-16 12H0Z"
    mark = {"type": "point", "shape": shape, "size": 2, "filled": True, "fill": HAND, "strokeWidth": 0}
    return picture.layer([{"x": x, "y": 32}], mark, x=picture.pixel("x"), y=picture.pixel("y"))


def _titles(flags: list[tuple[str, float, str]], span: float) -> list[Spec]:
    """The words over the lines, moved apart where they would meet, kept within the picture."""
    texts = [text for text, _x, _color in flags]
    places = _places(texts, [x for _text, x, _color in flags], span, 14)
    return [
        picture.written(text, x, 18, align="center", fontSize=14, fontWeight=640, color=color)
        for (text, _x, color), x in zip(flags, places, strict=True)
    ]
