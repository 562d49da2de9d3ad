"""Shares of a safety survey by area and year, as a report or a survey company gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samsyn.sources import columns, faults, observing
from samsyn.sources.cells import CellError, value_and_state
from samsyn.sources.columns import cell
from samsyn.sources.contract import N_, Option, ValueState
from samsyn.sources.faults import Refusals
from samsyn.sources.glimpse import Glimpse
from samsyn.sources.observing import Figure, ObservationReader, Opened
from samsyn.sources.rows import Notes, Rows, open_rows

LOOK_AHEAD = 5_000  # rows: to see which surveys the file holds, and whether shares are per cent

NAMES = {
    "area": ("mellanomrade", "omrade", "area", "omradesnamn", "stadsomrade", "primaromrade", "lokalpolisomrade"),
    "period": ("ar", "year", "period", "matar", "undersokningsar"),
    "value": (
        "procent_trygga", "andel_trygga", "trygga", "andel", "procent", "share", "percent", "varde", "value", "pct",
    ),
    "base": ("antal_svar", "antal_svarande", "svarande", "bas", "base", "n"),
    "low": ("nedre", "undre", "lag", "low", "lower", "ki_nedre"),
    "high": ("ovre", "hog", "high", "upper", "ki_ovre"),
    "survey": ("undersokning", "survey", "matning"),
    "subject": ("avser",),
}  # fmt: skip
PER_CENT = ("procent", "percent", "pct")


class SurveyShares(ObservationReader):
    key = "survey-shares"
    title = N_("Trygghetsundersökning, andelar per område")
    options: tuple[Option, ...] = (
        Option("area", N_("Kolumn med område"), required=True),
        Option("period", N_("Kolumn med år"), required=True),
        Option(
            "value",
            N_("Kolumn med andel"),
            N_("Andelen trygga, i procent eller mellan 0 och 1."),
            required=True,
        ),
        Option(
            "unit",
            N_("Andelen är skriven"),
            kind="choice",
            choices=(("percent", N_("i procent, 0 till 100")), ("share", N_("som andel, 0 till 1"))),
        ),
        Option("base", N_("Kolumn med antal svar")),
        Option("low", N_("Kolumn med intervallets nedre gräns")),
        Option("high", N_("Kolumn med intervallets övre gräns")),
        Option("survey", N_("Kolumn med undersökningens namn")),
        Option(
            "survey_name",
            N_("Läs bara undersökningen"),
            N_("Undersökningar med olika metod slås aldrig ihop. Läs in dem var för sig, med olika mått."),
            kind="text",
        ),
        Option("metric", N_("Mått"), N_("Måttets kod, en för varje undersökning."), kind="text"),
    )

    def score(self, seen: Glimpse) -> float:
        if not seen.has_row(_is_heading):
            return 0.0
        heading = next(row for row in seen.rows if _is_heading(row))
        names = [cell for cell in heading if "trygg" in columns.folded(cell)]
        return 0.9 if names or columns.find(heading, NAMES["survey"]) is not None else 0.4

    def open(self, path: Path, options: Mapping[str, Any]) -> Opened:
        observing.refuse_options(path, options, self.options)
        told = [str(options[name]) for name in ("area", "period", "value") if options.get(name)]
        rows = open_rows(
            path, lambda heading: all(name in heading for name in told) if told else _is_heading(heading)
        )
        places = _places(path, rows.heading, options)
        notes: Notes = []
        survey = _survey(rows, places, str(options.get("survey_name") or ""), notes)
        unit = str(options.get("unit") or _unit(rows, places["value"]))
        metric = str(options.get("metric") or "safe_in_area")
        meanings = {place: role for role, place in places.items() if place is not None}
        recipe = {role: rows.heading[place] for place, role in meanings.items() if role != "subject"}
        recipe |= {"unit": unit, "metric": metric, "survey_name": survey}
        parse = _Parser(rows.heading, places, metric, survey, 100 if unit == "percent" else 1)
        return Opened(rows, meanings, parse, recipe, notes, leaves_out=True)


def _is_heading(heading: Sequence[str]) -> bool:
    return all(columns.find(heading, NAMES[role]) is not None for role in ("area", "period", "value"))


def _places(path: Path, heading: Sequence[str], options: Mapping[str, Any]) -> dict[str, int | None]:
    places: dict[str, int | None] = {}
    for role, names in NAMES.items():
        if chosen := str(options.get(role) or ""):
            places[role] = columns.chosen(path, heading, chosen)
        elif role in ("area", "period", "value"):
            places[role] = columns.need(path, heading, names)
        elif role in options:
            places[role] = None  # told to be none
        else:
            places[role] = columns.find(heading, names)
    return places


def _survey(rows: Rows, places: Mapping[str, int | None], wanted: str, notes: Notes) -> str:
    """Return the survey to read, "" when the file does not say; tell of the others and of what the rows are about."""
    if places["survey"] is None:
        return ""
    first = rows.peek(LOOK_AHEAD)
    surveys = Counter(cell(texts, places["survey"]) for _row, texts in first)
    surveys.pop("", None)
    if not surveys:
        return ""
    wanted = wanted or surveys.most_common(1)[0][0]
    if others := [f"{name} ({count})" for name, count in surveys.items() if name != wanted]:
        notes.append((OTHERS, {"survey": wanted, "others": faults.listed(others)}))
    about = {
        cell(texts, places["subject"]) for _row, texts in first if cell(texts, places["survey"]) == wanted
    } - {""}
    if about:
        notes.append((ABOUT, {"subjects": faults.listed(sorted(about))}))
    return wanted


def _unit(rows: Rows, value: int | None) -> str:
    if value is not None and any(word in columns.folded(rows.heading[value]) for word in PER_CENT):
        return "percent"
    for _row, texts in rows.peek(LOOK_AHEAD):
        try:
            number, _state = value_and_state(cell(texts, value).rstrip(" %"))
        except CellError:
            continue
        if number is not None and number > 1:
            return "percent"
    return "share"


@dataclass(frozen=True)
class _Parser:
    heading: Sequence[str]
    places: Mapping[str, int | None]
    metric: str
    survey: str
    whole: int  # what all answers are: 100 or 1

    def __call__(self, row: int, texts: Sequence[str], refusals: Refusals) -> Iterable[Figure]:
        if self.survey and cell(texts, self.places["survey"]) != self.survey:
            return
        before = refusals.refused
        area = observing.name_of(row, self._heading("area"), self._text(texts, "area"), refusals)
        span = observing.period_of(row, self._heading("period"), self._text(texts, "period"), refusals)
        value, state = self._share(row, "value", texts, refusals)
        low, _state = self._share(row, "low", texts, refusals)
        high, _state = self._share(row, "high", texts, refusals)
        base = self._base(row, texts, refusals)
        if refusals.refused > before or span is None:
            return
        if value is None:
            low = high = None
        elif not (low is None or low <= value) or not (high is None or value <= high):
            refusals.add(row, self._heading("value"), self._text(texts, "value"), NOT_BETWEEN)
            return
        yield Figure(row, self.metric, area, *span, value, state, base, low, high)

    def _heading(self, role: str) -> str:
        place = self.places[role]
        return "" if place is None else self.heading[place]

    def _text(self, texts: Sequence[str], role: str) -> str:
        return cell(texts, self.places[role])

    def _share(
        self, row: int, role: str, texts: Sequence[str], refusals: Refusals
    ) -> tuple[float | None, ValueState]:
        text = self._text(texts, role)
        found = observing.count(
            row, self._heading(role), text.removesuffix("%").strip(), refusals, whole=False
        )
        if found is None or found[0] is None:
            return None, found[1] if found else ValueState.MISSING
        if found[0] > self.whole:
            refusals.add(row, self._heading(role), text, NOT_A_SHARE, whole=self.whole)
            return None, ValueState.MISSING
        return round(found[0] / self.whole, 12), found[1]

    def _base(self, row: int, texts: Sequence[str], refusals: Refusals) -> int | None:
        found = observing.count(row, self._heading("base"), self._text(texts, "base"), refusals)
        return int(found[0]) if found and found[0] is not None else None


OTHERS = N_(
    "Bara ”{survey}” läses in. Andra undersökningar i filen lämnades utanför: {others}. De mäter på andra sätt."
)
ABOUT = N_("Raderna avser enligt filen: {subjects}.")
NOT_A_SHARE = N_(
    "Rad {row}: ”{found}” i kolumnen ”{column}” är ingen andel. En andel är mellan 0 och {whole}. "
    "Rätta cellen, eller ändra hur andelen är skriven."
)
NOT_BETWEEN = N_(
    "Rad {row}: andelen ”{found}” ligger utanför sitt eget intervall. Den ska ligga mellan den nedre och den övre gränsen. "
    "Kontrollera vilken kolumn som är vilken."
)

READER = SurveyShares()
