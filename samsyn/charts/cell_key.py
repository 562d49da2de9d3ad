"""The classes of a map of cells: a hue, a sign or a letter, and the key that says what they are and how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, PAPER, POLICE, Spec

DARK = (DEEP, POLICE, HUE[3])


@dataclass(frozen=True)
class CellClass:
    """One class. `note` stands under its name in the key: how many cells.

    sign    a shape of Vega-Lite drawn in each of its cells: circle, square, diamond, triangle-up; nothing when it is ""
    letter  written in its largest pieces, instead of signs
    scale   size of the sign beside the others'
    """

    name: str
    note: str
    fill: str
    sign: str = ""
    letter: str = ""
    scale: float = 1.0
    is_quiet: bool = False


def sign_ink(told: CellClass) -> Spec:
    """Filled signs; on paper a ring, so that it is another sign than a filled one."""
    if told.fill == PAPER:
        return {"fill": PAPER, "stroke": INK, "strokeWidth": 1.4}
    ink = PAPER if told.fill in DARK else INK
    return {"fill": ink, "stroke": ink, "strokeWidth": 0}


def key(
    classes: Sequence[CellClass], x: float, y: float, room: float, *, is_short: bool = False
) -> tuple[list[Spec], float]:
    """Return a box with the sign of each class, its name and its note, and where they end."""
    layers: list[Spec] = []
    for told in classes:
        edge = {"stroke": LINE if told.is_quiet else INK, "strokeWidth": 1}
        box = {"type": "rect", "fill": told.fill, **edge}
        layers.append(
            picture.layer(
                [{}], box, x={"value": x}, x2={"value": x + 22}, y={"value": y + 1}, y2={"value": y + 23}
            )
        )
        if told.sign:
            mark = {"type": "point", "shape": told.sign, "size": 90 * told.scale, **sign_ink(told)}
            layers.append(picture.layer([{}], mark, x={"value": x + 11}, y={"value": y + 12}))
        if told.letter:
            ink = PAPER if told.fill in DARK else INK
            layers.append(
                picture.written(told.letter, x + 11, y + 12, align="center", fontWeight=600, color=ink)
            )
        on_one = f"{told.name}: {told.note}"
        lines = [(line, INK) for line in _wrapped(told.name, room)]
        lines += [(line, INK_2) for line in _wrapped(told.note, room)]
        if is_short and picture.text_width(on_one) <= room:
            lines, y = [(on_one, INK)], y + 3
        for text, ink in lines:
            if text:
                layers.append(picture.written(text, x + 32, y + 9, color=ink))
                y += 18
        y += 12 if len(lines) > 1 else 10
    return layers, y


def _wrapped(text: str, room: float) -> Iterator[str]:
    """Yield lines of at most `room` pixels, broken between words."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and picture.text_width(longer) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
