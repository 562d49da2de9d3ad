"""The first rows of a file side by side with how each was understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.evidence.templatetags.evidence_words import figure, period
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import number
from samsyn.ui.texts import say, say_error, state_word

if TYPE_CHECKING:
    import pyarrow as pa

    from samsyn.evidence.models import DataImport
    from samsyn.sources.contract import Column, Preview

MOST_COLUMNS = 40  # shown; the rest are counted
RAW_ROWS = 8
MOST_LOOKED_AT = 2_000  # readings searched for those of the rows shown
MOST_SAID = 3  # readings told per row of the file


@dataclass(frozen=True)
class Line:
    """One row of the file: its number, its cells, and what we read in it or why we do not."""

    number: int
    cells: tuple[str, ...]
    says: str
    is_bad: bool


@dataclass(frozen=True)
class Head:
    heading: str
    meaning: str


@dataclass(frozen=True)
class Raw:
    """A file that nobody has understood yet: its widest first row as heading, and the rows under it."""

    heading: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def raw(row: DataImport) -> Raw:
    """Return the first rows as they stand, for a person to say what they are; nothing when it is no table."""
    from samsyn.evidence.services.files import named_file
    from samsyn.sources.contract import SourceError
    from samsyn.sources.rows import open_rows

    try:
        with named_file(row) as path:
            opened = open_rows(path)
            first = [tuple(cells[:MOST_COLUMNS]) for _row, cells in opened.peek(RAW_ROWS)]
    except (SourceError, UserError):
        return Raw()
    return Raw(opened.heading, tuple(first))


def is_map(row: DataImport) -> bool:
    """Whether the file holds areas with borders: those are read in under Platser, not here."""
    from samsyn.evidence.services.files import named_file
    from samsyn.sources.registry import READERS

    try:
        with named_file(row) as path:
            return READERS["areas"].recognises(path) >= 0.5
    except UserError:
        return False


def heads(columns: tuple[Column, ...]) -> list[Head]:
    """Return the headings with what each was taken for, in words."""
    return [Head(column.heading, meaning_word(column.meaning)) for column in columns[:MOST_COLUMNS]]


def meaning_word(meaning: str) -> str:
    """Return a role that readers give a column in words: "value" -> "värde"."""
    known = {
        "area": _("område"),
        "area_code": _("områdeskod"),
        "area_name": _("områdets namn"),
        "base": _("antal svar"),
        "category": _("kategori"),
        "cluster": _("kluster"),
        "code": _("kod"),
        "datetime": _("tid"),
        "end": _("sluttid"),
        "end_time": _("sluttidens klockslag"),
        "gps": _("läge"),
        "high": _("övre gräns"),
        "id": _("nummer"),
        "incident": _("händelsens nummer"),
        "lat": _("latitud"),
        "level": _("områdesnivå"),
        "location": _("plats"),
        "lon": _("longitud"),
        "low": _("nedre gräns"),
        "metric": _("mått"),
        "name": _("namn"),
        "parent": _("större område"),
        "percent": _("andel i procent"),
        "period": _("period"),
        "period_end": _("periodens slut"),
        "period_start": _("periodens början"),
        "place": _("plats"),
        "population": _("folkmängd"),
        "preliminary": _("preliminärt eller inte"),
        "quarter": _("kvartal"),
        "question": _("fråga"),
        "respondent": _("svarsnummer"),
        "share": _("andel"),
        "start": _("tid"),
        "start_time": _("klockslag"),
        "strata": _("stratum"),
        "subject": _("vad frågan gäller"),
        "survey": _("undersökning"),
        "text": _("text"),
        "type": _("kategori"),
        "unit": _("enhet"),
        "value": _("värde"),
        "weight": _("vikt"),
        "x": _("x, öst"),
        "y": _("y, nord"),
        "year": _("år"),
    }
    return known.get(meaning, meaning.replace("_", " "))


def lines(
    preview: Preview, most: int, unknown: Mapping[str, str], elsewhere: Mapping[str, str] | None = None
) -> list[Line]:
    """Return the first rows in the file's order.

    unknown    names of areas that nobody knows, each with a sentence on what to do
    elsewhere  names of other municipalities, each with a sentence: no errors
    """
    table = preview.batch.table
    wrong = {error.row: say_error(error) for error in preview.batch.errors} | _lost(table, unknown)
    head = table.slice(0, 1)["row"].to_pylist() if table.num_rows else []
    first = min([*head, *wrong], default=2)
    told = _told(preview, first + most) | {
        row: [text] for row, text in _lost(table, elsewhere or {}).items() if row < first + most
    }
    return [
        _line(row, cells[:MOST_COLUMNS], told, wrong) for row, cells in enumerate(preview.rows[:most], first)
    ]


def _line(row: int, cells: tuple[str, ...], told: dict[int, list[str]], wrong: dict[int, str]) -> Line:
    if row in wrong:
        return Line(row, cells, wrong[row], True)
    said = told.get(row, [])
    if not said:
        return Line(row, cells, _("Raden används inte."), False)
    text = "; ".join(said[:MOST_SAID])
    if len(said) > MOST_SAID:
        more = len(said) - MOST_SAID
        text = _("%(text)s och %(more)s till") % {"text": text, "more": number(more)}
    return Line(row, cells, text, False)


def _lost(table: pa.Table, unknown: Mapping[str, str]) -> dict[int, str]:
    """Return the rows that get no area, each with its sentence. A row with coordinates needs no name."""
    if not unknown:
        return {}
    names = [name for name in ("row", "area", "lon") if name in table.column_names]
    rows = table.select(names).to_pylist()
    return {
        one["row"]: unknown[one["area"]] for one in rows if one["area"] in unknown and one.get("lon") is None
    }


def rows_to_read(preview: Preview, unknown: Mapping[str, str]) -> int:
    """Return how many rows of the file give something: read, and not of an area that nobody knows."""
    table = preview.batch.table
    return len(set(table["row"].to_pylist()) - set(_lost(table, unknown)))


def _told(preview: Preview, before: int) -> dict[int, list[str]]:
    """Return what was read in the rows of lower numbers than `before`, by the row's number in the file."""
    table = preview.batch.table
    tell = _teller(set(table.column_names))
    found: dict[int, list[str]] = defaultdict(list)
    for row in table.slice(0, MOST_LOOKED_AT).to_pylist():
        if row["row"] < before:
            found[row["row"]].append(tell(row))
    return found


def _teller(names: set[str]) -> Callable[[dict[str, Any]], str]:
    if "metric" in names:
        return _observation
    return _incident if "category" in names else _area


def _observation(row: dict[str, Any]) -> str:
    from samsyn.evidence.metrics import metric

    one = metric(row["metric"])
    value = figure(row["value"], one.kind) if row["value"] is not None else ""
    facts = {
        "metric": one.label,
        "area": row["area"],
        "period": period(row["period_start"], row["period_end"]),
        "value": value,
        "state": state_word(row["state"]),
    }
    if row["state"] == "value":
        return _("%(metric)s, %(area)s, %(period)s: %(value)s") % facts
    if value:
        return _("%(metric)s, %(area)s, %(period)s: %(value)s (%(state)s)") % facts
    return _("%(metric)s, %(area)s, %(period)s: %(state)s") % facts


def _incident(row: dict[str, Any]) -> str:
    facts = {"category": row["category"], "time": _time(row), "place": _place(row)}
    return _("%(category)s, %(time)s, %(place)s") % facts


def _time(row: dict[str, Any]) -> str:
    start: datetime = row["start"]
    if row["precision"] == "month":
        end = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return period(start.date().replace(day=1), end)
    shape = "%Y-%m-%d" if row["precision"] == "day" else "%Y-%m-%d %H:%M"
    if row["end"] is None or row["end"] == start:
        return start.strftime(shape)
    return _("%(start)s till %(end)s") % {"start": start.strftime(shape), "end": row["end"].strftime(shape)}


def _place(row: dict[str, Any]) -> str:
    if row["lon"] is not None and row["lat"] is not None:
        facts = {"lat": number(row["lat"], 4), "lon": number(row["lon"], 4)}
        return _("latitud %(lat)s, longitud %(lon)s") % facts
    return row["area"] or _("utan plats")


def _area(row: dict[str, Any]) -> str:
    return _("%(name)s, kod %(code)s") % {"name": row.get("name", ""), "code": row.get("code", "")}


def sentence(preview: Preview, most: int) -> str:
    """Return how many of the rows looked at could be read, and how many of them are shown."""
    read, refused = preview.batch.rows_read or len(preview.rows), preview.batch.refused
    facts = {"n": number(read), "bad": number(refused), "shown": number(min(most, len(preview.rows)))}
    if not refused:
        text = ngettext(
            "Vi har tittat på %(n)s rad, och den går att läsa. Här är den.",
            "Vi har tittat på %(n)s rader, och alla går att läsa. Här är de första %(shown)s.",
            read,
        )
    else:
        text = ngettext(
            "Vi har tittat på %(n)s rader. %(bad)s går inte att läsa. Här är de första %(shown)s.",
            "Vi har tittat på %(n)s rader. %(bad)s går inte att läsa. Här är de första %(shown)s.",
            refused,
        )
    return text % facts


def delimiter_word(delimiter: str) -> str:
    names = {",": _("komma"), ";": _("semikolon"), "\t": _("tabb"), "|": _("lodstreck")}
    return names.get(delimiter, delimiter)


def notes(preview: Preview) -> list[str]:
    return [say(template, facts) for template, facts in preview.notes]


def how_sure(title: str, sureness: float | None) -> str:
    """Return a sentence on what the file is and how sure we are."""
    if sureness is None:
        return _("Du har valt: %(form)s.") % {"form": title}
    if sureness >= 0.9:
        return _("%(form)s. Det är vi säkra på.") % {"form": title}
    if sureness >= 0.5:
        return _("%(form)s. Det är vi ganska säkra på.") % {"form": title}
    return _("Kanske %(form)s. Vi är osäkra, så kontrollera raderna nedan.") % {"form": title}
