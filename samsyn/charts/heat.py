"""What heat maps share: at most five classes of one hue, and the row of swatches that says what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from samsyn.charts import picture
from samsyn.charts.picture import HUE, INK_2, LINE, PAPER, Spec
from samsyn.charts.words import number

SWATCH = 14  # pixels


@dataclass(frozen=True)
class Classes:
    """Classes of equal width: class k holds k * step up to (k + 1) * step; whole numbers begin at 1, and 0 is none of them."""

    step: float
    many: int
    is_whole: bool

    def fill(self, value: float) -> str:
        """Return the colour of a value; nothing at all is the paper's own."""
        if value <= 0:
            return PAPER
        at = ceil(value / self.step) - 1 if self.is_whole else floor(value / self.step + 1e-9)
        return self._hue(min(at, self.many - 1))

    def _hue(self, at: int) -> str:
        return HUE[round(at * (len(HUE) - 1) / (self.many - 1))] if self.many > 1 else HUE[-2]

    def legend(self, lang: str) -> list[tuple[str, str]]:
        """Return colour and words of each class, the least first."""
        found = [(PAPER, "0")] if self.is_whole else []
        for at in range(self.many):
            low, high = self.step * at, self.step * (at + 1)
            if self.is_whole:
                first, last = int(low) + 1, int(high)
                text = f"{first}" if first == last else f"{first}–{last}"
            else:
                digits = (
                    0 if float(self.step).is_integer() else 1 if float(self.step * 10).is_integer() else 2
                )
                text = f"{number(low, digits, lang)}–{number(high, digits, lang)}"
            found.append((self._hue(at), text))
        return found


def classes(most: float, *, is_whole: bool) -> Classes:
    """Return classes that reach so far, with round limits.

    >>> classes(7.3, is_whole=False).step, classes(3, is_whole=True).many
    (1.5, 3)
    """
    if is_whole and most <= len(HUE):
        return Classes(1, max(int(most), 1), is_whole=True)
    if most <= 0:
        return Classes(1, len(HUE), is_whole)
    rough = most / len(HUE)
    power = 10.0 ** floor(log10(rough))
    factors = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    step = next(round(f * power, 10) for f in factors if f * power >= rough * 0.9999)
    step = float(ceil(step)) if is_whole else step
    return Classes(step, min(len(HUE), ceil(round(most / step, 9))), is_whole)


def cells(rows: Sequence[Spec], *, stroke: str = PAPER, width: float = 1.5) -> Spec:
    """Cells by their edges in pixels: x, x2, y, y2 and their fill."""
    mark: Spec = {"type": "rect", "stroke": stroke, "strokeWidth": width}
    return picture.layer(
        rows,
        mark,
        x=picture.pixel("x"),
        x2={"field": "x2"},
        y=picture.pixel("y"),
        y2={"field": "y2"},
        fill={"field": "fill", "type": "nominal", "scale": None},
    )


def swatches(entries: Sequence[tuple[str, str]], *, left: float, top: float, room: float) -> list[Spec]:
    """Draw the classes from `left` on, on as many rows as they need; `height` says how high that is."""
    boxes, texts = [], []
    for (fill, text), (x, y) in zip(entries, _places(entries, room), strict=True):
        boxes.append(
            {"x": left + x, "x2": left + x + SWATCH, "y": top + y, "y2": top + y + SWATCH, "fill": fill}
        )
        texts.append({"x": left + x + SWATCH + 5, "y": top + y + SWATCH / 2, "text": text})
    mark: Spec = {"type": "text", "baseline": "middle", "align": "left", "fontSize": 13, "color": INK_2}
    words = picture.layer(texts, mark, x=picture.pixel("x"), y=picture.pixel("y"), text={"field": "text"})
    return [cells(boxes, stroke=LINE, width=1), words]


def height(entries: Sequence[tuple[str, str]], room: float) -> float:
    return max((y for _x, y in _places(entries, room)), default=0.0) + SWATCH


def _places(entries: Sequence[tuple[str, str]], room: float) -> list[tuple[float, float]]:
    places, x, y = [], 0.0, 0.0
    for _fill, text in entries:
        wide = SWATCH + 5 + picture.text_width(text) + 14
        if x and x + wide - 14 > room:
            x, y = 0.0, y + 22
        places.append((x, y))
        x += wide
    return places
