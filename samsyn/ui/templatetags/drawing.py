"""`{% draw picture %}`: a chart or map as a figure, with the same figures as a table one click away."""

from __future__ import annotations

import hashlib
import marshal
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from samsyn.charts.picture import THEME, Column, Picture
from samsyn.charts.spark import SparkPoint
from samsyn.charts.spark import spark as spark_markup
from samsyn.charts.words import locale
from samsyn.ui import drawing
from samsyn.ui.templatetags.numbers import number, percent

register = template.Library()

HEAVIEST_LIVE = 60_000  # letters of JSON; a larger picture is not sent a second time for the script
KEPT_FIGURES = 256
_NUMBER = "0figure0"  # stands where the figure's number on the page goes

_figures: OrderedDict[bytes, tuple[str, bool]] = OrderedDict()


@register.simple_tag(takes_context=True)
def draw(
    context: template.Context, picture: Picture, heading: int = 3, live: bool = True, table: bool = True
) -> SafeString:
    """Draw a picture: both widths as SVG, title, source, table. `heading` is the level of its title.

    table  False where an equal table stands beside

    A figure is kept whole, by the checksum of everything in it: the page then only puts its number in.
    """
    lang = "sv" if (get_language() or "sv").startswith("sv") else "en"
    markup, is_live = _figure(picture, lang, heading, live, table)
    page = _drawn_on(context)
    page.figures += 1
    script = "" if page.has_script or not is_live else _script(lang)
    page.has_script = page.has_script or is_live
    return SafeString(markup.replace(_NUMBER, str(page.figures)) + script)  # our own drawing and json_script  # nosec B703


@dataclass
class _Drawn:
    """What is drawn on a page so far: figures have a number each, and the script stands once."""

    figures: int = 0
    has_script: bool = False


def _drawn_on(context: template.Context) -> _Drawn:
    """One count for the whole page: the request's, else that of the outermost template, through every include."""
    request = context.get("request")
    if request is not None:
        found: _Drawn = request.__dict__.setdefault("_drawn", _Drawn())
        return found
    outermost: Any = context.render_context
    known: _Drawn = outermost.dicts[0].setdefault(_NUMBER, _Drawn())
    return known


def count_kept(request: HttpRequest, markup: str) -> None:
    """Count the figures of markup that was drawn before and is put into this page."""
    page: _Drawn = request.__dict__.setdefault("_drawn", _Drawn())
    page.figures += markup.count('<figure class="chart"')
    page.has_script = page.has_script or 'id="chart-theme"' in markup


def _figure(picture: Picture, lang: str, heading: int, live: bool, table: bool) -> tuple[str, bool]:
    columns = tuple((column.label, column.kind, column.digits) for column in picture.columns)
    texts = (
        lang,
        heading,
        live,
        table,
        picture.title,
        picture.description,
        picture.source,
        picture.is_example,
    )
    known = marshal.dumps(
        (texts, columns, picture.rows, picture.wide, picture.narrow), 2
    )  # many times json's speed
    key = hashlib.sha256(known).digest()
    found = _figures.get(key)
    if found is None:
        found = _rendered(picture, lang, heading, live, table)
        _figures[key] = found
        while len(_figures) > KEPT_FIGURES:
            _figures.popitem(last=False)
    return found


def _rendered(picture: Picture, lang: str, heading: int, live: bool, table: bool) -> tuple[str, bool]:
    """The figure's markup with a placeholder for its number, and whether it can be explored."""
    cells = [table_row(picture.columns, row) for row in picture.rows]
    data = json_script(_live(picture, cells))
    is_live = live and bool(cells) and len(data) <= HEAVIEST_LIVE
    widths = {
        name: _unlike(drawing.svg(spec, lang, title=picture.title, description=picture.description), name)
        for name, spec in (("wide", picture.wide), ("narrow", picture.narrow))
    }
    told = {
        "picture": picture,
        "heading": heading,
        "number": _NUMBER,
        **widths,
        "table": [_marked(picture.columns, row) for row in cells] if table else [],
        "data": data if is_live else "",
    }
    return render_to_string("ui/parts/figure.html", told), is_live


def _script(lang: str) -> str:
    """Once on a page: the theme that every figure shares, and the module that draws live."""
    theme = json_script({**THEME, "locale": {"number": locale(lang)}}, "chart-theme")
    return f'{theme}<script type="module" src="{static("ui/chart.mjs")}"></script>'


@register.simple_tag
def spark(points: Sequence[SparkPoint]) -> SafeString:
    """The last few points of a figure, for a row of a table."""
    return SafeString(spark_markup(points))  # numbers in our own markup  # nosec B703


def _unlike(drawn: SafeString, width: str) -> SafeString:
    """Two equal drawings on a page would share their ids: each gets the figure's number."""
    name = drawing.prefix(drawn)
    if not name:
        return drawn
    return SafeString(drawn.replace(name, f"{name}{width[0]}{_NUMBER}"))  # its ids renamed  # nosec B703


def _marked(columns: Sequence[Column], cells: Sequence[str]) -> list[tuple[str, bool]]:
    """Each cell with whether it is a number, which stands to the right."""
    return [(text, column.kind != "text") for column, text in zip(columns, cells, strict=True)]


def _live(picture: Picture, cells: list[list[str]]) -> dict[str, Any]:
    """What the script needs to draw the same picture and to say each row in words."""

    def bare(spec: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in spec.items() if key not in {"config", "$schema"}}

    return {
        "wide": bare(picture.wide),
        "narrow": bare(picture.narrow),
        "columns": [column.label for column in picture.columns],
        "rows": cells,
    }


def table_row(columns: Sequence[Column], row: Sequence[Any]) -> list[str]:
    """The cells of a row as people read them."""
    return [cell_text(column, value) for column, value in zip(columns, row, strict=True)]


def cell_text(column: Column, value: Any) -> str:
    """One cell: 12 705, 61 %, 10,8–12,1 or the words that stand there."""
    if column.kind == "text":
        return str(value)
    if column.kind == "number":
        return number(value, column.digits)
    if column.kind == "share":
        return percent(value, column.digits)
    low, high = value
    if low is None or high is None:
        return "–"
    if column.kind == "interval":
        return f"{number(low, column.digits)}–{number(high, column.digits)}"
    return f"{number(100 * low, column.digits)}–{percent(high, column.digits)}"
