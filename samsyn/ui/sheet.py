"""A picture as one SVG file that stands alone: title, description, drawing and source, on paper of its own."""

from __future__ import annotations

from xml.sax.saxutils import escape  # escape writes text, nothing is parsed  # nosec B406

from samsyn.charts.picture import INK, INK_2, PAPER, WIDE, Picture, text_width
from samsyn.ui.drawing import markup_of

_EDGE = 16
_TITLE, _TEXT, _SOURCE = 18, 14, 12


def sheet(picture: Picture, lang: str) -> str:
    """Return the wide drawing with everything that a page writes around it."""
    inside = markup_of(picture.wide, lang, title=picture.title, description=picture.description)
    inside = inside.replace(' font-family="Inter"', "", 1)  # the sheet's own names what to use without Inter
    height = float(picture.wide["height"]) + sum(picture.wide["padding"][side] for side in ("top", "bottom"))
    parts, y = [], float(_EDGE)
    for text, size, ink, weight in (
        (picture.title, _TITLE, INK, 600), (picture.description, _TEXT, INK_2, 400),
    ):  # fmt: skip
        for line in lines(text, WIDE, size):
            y += size * 1.35
            parts.append(_line(line, y, size, ink, weight))
        y += 4
    y += 8
    parts.append(f'<g transform="translate({_EDGE},{y:g})">{inside}</g>')
    y += height + 8
    for line in lines(picture.source, WIDE, _SOURCE):
        y += _SOURCE * 1.35
        parts.append(_line(line, y, _SOURCE, INK_2, 400))
    y += _EDGE
    width = WIDE + 2 * _EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y:g}" viewBox="0 0 {width} {y:g}" '
        f'font-family="Inter, Segoe UI, Arial, sans-serif" lang="{lang}">'
        f'<rect width="{width}" height="{y:g}" fill="{PAPER}"/>{"".join(parts)}</svg>\n'
    )


def lines(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines of at most `width` pixels, at spaces that may be broken.

    >>> lines("en två tre", 60, 14)
    ['en två', 'tre']
    >>> lines("mer än 12\\u00a0000", 60, 14)
    ['mer än', '12\\xa0000']
    """
    found: list[str] = []
    for word in filter(None, text.split(" ")):
        if found and text_width(f"{found[-1]} {word}", size) <= width:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found


def _line(text: str, y: float, size: int, ink: str, weight: int) -> str:
    return (
        f'<text x="{_EDGE}" y="{y:g}" font-size="{size}" fill="{ink}" font-weight="{weight}">'
        f"{escape(text)}</text>"
    )
