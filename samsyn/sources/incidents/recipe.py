"""Which column of an incident file is what: proposed from its headings and first rows, or told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from samsyn.sources import cells, columns, crs, faults
from samsyn.sources.contract import N_, Option, SourceError
from samsyn.sources.rows import Notes

OPTIONS: tuple[Option, ...] = (
    Option("category", N_("Kolumn med brottstyp"), N_("Lämna tomt om hela filen handlar om en brottstyp.")),
    Option(
        "category_text", N_("Brottstyp för hela filen"), N_("Används när filen saknar kolumn."), kind="text"
    ),
    Option("start", N_("Kolumn med datum eller tid"), N_("Tidigaste möjliga tid."), required=True),
    Option("start_time", N_("Kolumn med klockslag"), N_("Om klockslaget står i en egen kolumn.")),
    Option("end", N_("Kolumn med sluttid"), N_("Senaste möjliga tid, om filen har den.")),
    Option("end_time", N_("Kolumn med sluttidens klockslag")),
    Option("x", N_("Kolumn med x (öst, longitud)")),
    Option("y", N_("Kolumn med y (nord, latitud)")),
    Option("crs", N_("Koordinatsystem"), N_("Till exempel EPSG:3006 eller EPSG:4326."), kind="text"),
    Option("area", N_("Kolumn med områdeskod"), N_("Om filen har områden i stället för koordinater.")),
    Option("incident", N_("Kolumn med händelsens nummer"), N_("Flera rader kan vara samma händelse.")),
    Option(
        "date_order",
        N_("Ordning i datum som 3/4/2024"),
        kind="choice",
        choices=(("day", N_("dag först")), ("month", N_("månad först"))),
    ),
    Option(
        "not_after", N_("Inga händelser efter"), N_("Rader med senare datum räknas som fel."), kind="date"
    ),
)

NAMES = {
    "category": (
        "brottstyp", "brottsgrupp", "brottskategori", "brott", "brottsbenamning", "handelsetyp", "kategori", "typ",
        "crime type", "category", "offence", "offense", "offense_type", "crime", "type", "brottskod",
    ),
    "start": (
        "date_start", "starttid", "start", "start_datum", "tid_fran", "brottstid_fran", "brottsdatum_fran", "fran",
        "tidigast", "handelsedatum", "brottsdatum", "datum", "tidpunkt", "datumtid", "datetime", "date", "date_single",
        "occurred", "month", "manad",
    ),
    "end": ("date_end", "sluttid", "slut", "end", "tid_till", "brottstid_till", "brottsdatum_till", "till", "senast"),
    "start_time": ("start_klockslag", "klockslag", "tid", "time", "start_time"),
    "end_time": ("slut_klockslag", "end_time"),
    "x": (
        "longitude", "lon", "lng", "long", "longitud", "x", "x_koordinat", "xkoord", "x_coord", "easting", "ost", "e",
        "sweref_e", "sweref99_e", "e_koordinat",
    ),
    "y": (
        "latitude", "lat", "latitud", "y", "y_koordinat", "ykoord", "y_coord", "northing", "nord", "n", "sweref_n",
        "sweref99_n", "n_koordinat",
    ),
    "area": (
        "omradeskod", "basomrade", "primaromrade", "mellanomrade", "stadsomrade", "omrade", "area_code", "area",
        "ward_code", "lsoa code", "lsoa_code", "deso", "regso",
    ),
    "incident": ("crime id", "incident_id", "handelsenummer", "arendenummer", "k_nummer", "uid", "id"),
}  # fmt: skip


@dataclass(frozen=True)
class Recipe:
    """The options of the reader, all told. Columns are headings, "" when there is none."""

    category: str = ""
    category_text: str = ""
    start: str = ""
    start_time: str = ""
    end: str = ""
    end_time: str = ""
    x: str = ""
    y: str = ""
    crs: str = ""
    area: str = ""
    incident: str = ""
    date_order: str = "day"
    not_after: str = ""

    def as_options(self) -> dict[str, Any]:
        return asdict(self)


COLUMNS = ("category", "start", "start_time", "end", "end_time", "x", "y", "area", "incident")


def is_heading(heading: Sequence[str]) -> bool:
    return columns.find(heading, NAMES["start"]) is not None


def settle(
    path: Path, heading: Sequence[str], sample: Sequence[tuple[int, list[str]]], options: Mapping[str, Any]
) -> tuple[Recipe, Notes]:
    """Return the recipe: what is told in the options, the rest proposed. Raises SourceError."""
    known = {field.name for field in fields(Recipe)}
    told = {name: str(value or "").strip() for name, value in options.items() if name in known}
    recipe, notes = _proposed(path, heading, sample, told)
    for name in COLUMNS:
        if chosen := getattr(recipe, name):
            columns.chosen(path, heading, chosen)
    if not recipe.start:
        raise faults.missing_column(path, column="datum", heading=tuple(heading))
    return recipe, notes


def _proposed(
    path: Path, heading: Sequence[str], sample: Sequence[tuple[int, list[str]]], told: dict[str, str]
) -> tuple[Recipe, Notes]:
    notes: Notes = []
    found = {name: told[name] if name in told else _named(heading, NAMES[name]) for name in COLUMNS}
    if "start_time" not in told and found["start_time"] == found["start"]:
        found["start_time"] = ""
    if "area" not in told and found["x"] and found["y"]:
        found["area"] = ""
    text = told.get("category_text", "")
    if not found["category"] and not text:
        text = _text_from(path)
        notes.append((NO_CATEGORY, {"category": text}))
    rest = {name: told[name] for name in ("crs", "date_order", "not_after") if told.get(name)}
    recipe = Recipe(**{**found, "category_text": text, **rest})
    if recipe.x and recipe.y and not recipe.crs:
        recipe = _with_crs(path, recipe, heading, sample, told, notes)
    return recipe, notes


def _named(heading: Sequence[str], names: Sequence[str]) -> str:
    place = columns.find(heading, names)
    return "" if place is None else heading[place]


def _text_from(path: Path) -> str:
    """Return a word for all rows from the file's name, unless the name is only a checksum."""
    words = re.sub(r"[\W_\d]+", " ", path.name.split(".")[0]).strip()
    return (
        words.capitalize() if len(words) > 3 and not re.fullmatch(r"[0-9a-f]{20,}", path.name) else "Händelse"
    )


def _with_crs(
    path: Path,
    recipe: Recipe,
    heading: Sequence[str],
    sample: Sequence[tuple[int, list[str]]],
    told: Mapping[str, str],
    notes: Notes,
) -> Recipe:
    x, y = (_floats(heading, sample, columns.chosen(path, heading, name)) for name in (recipe.x, recipe.y))
    code, is_swapped = crs.proposed(x, y)
    if is_swapped and "x" not in told and "y" not in told:
        recipe = Recipe(**{**recipe.as_options(), "x": recipe.y, "y": recipe.x})
        notes.append((SWAPPED, {"x": recipe.x, "y": recipe.y}))
    if code != crs.WGS84:
        notes.append((GUESSED_CRS, {"crs": code}))
    return Recipe(**{**recipe.as_options(), "crs": code})


def _floats(heading: Sequence[str], sample: Sequence[tuple[int, list[str]]], place: int) -> crs.Floats:
    return np.array([_float(columns.cell(texts, place)) for _row, texts in sample], dtype=float)


def _float(text: str) -> float:
    try:
        return cells.number(text)
    except cells.CellError:
        return float("nan")


def last_day(path: Path, recipe: Recipe) -> date | None:
    """Return the day after which nothing can have happened. Raises SourceError for a date that is none."""
    if not recipe.not_after:
        return None
    try:
        return datetime.fromisoformat(recipe.not_after).date()
    except ValueError as error:
        raise SourceError(
            N_(
                "Filen {file} kan inte läsas med det här receptet. ”{found}” är inget datum. "
                "Skriv datumet som 2025-12-31."
            ),
            file=path.name,
            found=faults.shorten(recipe.not_after),
        ) from error


NO_CATEGORY = N_(
    "Filen har ingen kolumn för brottstyp. Alla rader får brottstypen ”{category}”; ändra texten om den är fel."
)
SWAPPED = N_("Talen visar att ”{x}” är öst och ”{y}” är nord, så de har bytt plats mot vad rubrikerna säger.")
GUESSED_CRS = N_("Koordinatsystemet {crs} är en gissning från talens storlek. Kontrollera kartan.")
