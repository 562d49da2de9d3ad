"""Answers of a survey, one respondent a row, to the weighted share of the two top steps by area and year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from samsyn.sources import columns, faults, observing
from samsyn.sources.cells import CellError, number
from samsyn.sources.columns import cell
from samsyn.sources.contract import N_, Option, SourceError, ValueState
from samsyn.sources.faults import Refusals
from samsyn.sources.glimpse import Glimpse
from samsyn.sources.observing import Figure, ObservationReader, Opened
from samsyn.sources.rows import Notes, Rows, open_rows
from samsyn.sources.survey_answers.answers import STEPS, Tally, UnknownAnswer, step_of

AREA: tuple[str, ...] = ("mellanomrade", "omrade", "area", "stadsomrade", "primaromrade", "omradeskod")
PERIOD: tuple[str, ...] = ("ar", "year", "wave", "vag", "omgang", "period", "matar")
WEIGHT: tuple[str, ...] = ("vikt", "weight", "kalibreringsvikt", "pw")
STRATA: tuple[str, ...] = ("stratum", "strata", "stype")
RESPONDENT: tuple[str, ...] = ("lopnummer", "respondent", "svarsid", "id")
MOST_GROUPS = 200_000
MOST_RESPONDENTS = 3_000_000


class SurveyAnswers(ObservationReader):
    key = "survey-answers"
    title = N_("Trygghetsundersökning, ett svar per rad")
    rows_understood = 2_000
    options: tuple[Option, ...] = (
        Option("area", N_("Kolumn med område"), required=True),
        Option("period", N_("Kolumn med år"), required=True),
        Option(
            "questions",
            N_("Frågor"),
            N_("Kolumn = måttets kod, åtskilda med semikolon. Till exempel: trygg_kvall = safe_in_area."),
            kind="text",
            required=True,
        ),
        Option("weight", N_("Kolumn med vikt")),
        Option("strata", N_("Kolumn med stratum"), N_("Visas, men intervallet räknas utan strata.")),
        Option("respondent", N_("Kolumn med löpnummer"), N_("Används bara för att hitta dubbletter.")),
        Option(
            "codes",
            N_("Om svaren är siffror"),
            kind="choice",
            choices=(("1-best", N_("1 är mycket trygg")), ("5-best", N_("5 är mycket trygg"))),
        ),
    )

    def score(self, seen: Glimpse) -> float:
        for place, row in enumerate(seen.rows):
            if _is_heading(row):
                return 0.92 if _answer_columns(row, seen.rows[place + 1 :], "") else 0.0
        return 0.0

    def open(self, path: Path, options: Mapping[str, Any]) -> Opened:
        observing.refuse_options(path, options, self.options)
        told = [str(options[name]) for name in ("area", "period") if options.get(name)]
        rows = open_rows(
            path, lambda heading: all(name in heading for name in told) if told else _is_heading(heading)
        )
        places = _places(path, rows.heading, options)
        codes = str(options.get("codes") or "")
        questions = _questions(path, rows, options, codes)
        tallies = _Tallies(path, rows.heading, places, questions, codes)
        meanings = {place: role for role, place in places.items() if place is not None}
        recipe = {role: rows.heading[place] for place, role in meanings.items()}
        recipe |= {
            "questions": "; ".join(
                f"{rows.heading[place]} = {metric}" for place, metric in questions.items()
            ),
            "codes": codes,
        }
        meanings |= dict.fromkeys(questions, "question")
        return Opened(
            rows,
            meanings,
            tallies.parse,
            recipe,
            _notes(places),
            finish=tallies.figures,
            hides_other_columns=True,
        )


def _is_heading(heading: Sequence[str]) -> bool:
    return columns.find(heading, AREA) is not None and columns.find(heading, PERIOD) is not None


def _places(path: Path, heading: Sequence[str], options: Mapping[str, Any]) -> dict[str, int | None]:
    places: dict[str, int | None] = {}
    for role, names in (("area", AREA), ("period", PERIOD)):
        chosen = str(options.get(role) or "")
        places[role] = columns.chosen(path, heading, chosen) if chosen else columns.need(path, heading, names)
    for role, names in (("weight", WEIGHT), ("strata", STRATA), ("respondent", RESPONDENT)):
        chosen = str(options.get(role) or "")
        found = None if role in options else columns.find(heading, names)
        places[role] = columns.chosen(path, heading, chosen) if chosen else found
    return places


def _answer_columns(heading: Sequence[str], rows: Iterable[Sequence[str]], codes: str) -> list[int]:
    """Return the columns whose cells are answers on the scale, all of them, and some an opinion."""
    rows = list(rows)
    return [
        place
        for place in range(len(heading))
        if heading[place].strip() and _are_answers([cell(row, place) for row in rows], codes)
    ]


def _are_answers(texts: Sequence[str], codes: str) -> bool:
    try:
        steps = [step_of(text, codes) for text in texts]
    except UnknownAnswer:
        return False
    return any(step is not None for step in steps)


def _questions(path: Path, rows: Rows, options: Mapping[str, Any], codes: str) -> dict[int, str]:
    """Return column and metric of each question: told, else the first column of answers as safe_in_area."""
    told = options.get("questions")
    if not told:
        found = _answer_columns(rows.heading, (texts for _row, texts in rows.peek(200)), "")
        if not found:
            raise faults.missing_column(path, column="mycket trygg … mycket otrygg", heading=rows.heading)
        return {found[0]: "safe_in_area"}
    pairs = told.items() if isinstance(told, Mapping) else _split(str(told))
    questions = {columns.chosen(path, rows.heading, str(name)): str(metric).strip() for name, metric in pairs}
    if not questions or not all(
        re.fullmatch(r"[a-z][a-z0-9_]{1,59}", metric) for metric in questions.values()
    ):
        raise SourceError(
            N_(
                "Filen {file} kan inte läsas med det här receptet. Frågorna är skrivna som ”{found}”. "
                "Skriv kolumnens rubrik, likhetstecken och måttets kod, till exempel trygg_kvall = safe_in_area."
            ),
            file=path.name,
            found=faults.shorten(str(told)),
        )
    return questions


def _split(text: str) -> list[tuple[str, str]]:
    parts = [part.partition("=") for part in re.split(r"[;\n]", text) if part.strip()]
    return [(name.strip(), metric.strip()) for name, _mark, metric in parts]


def _notes(places: Mapping[str, int | None]) -> Notes:
    notes: Notes = [
        (N_("Trygga är de som svarat mycket trygg eller ganska trygg. Vet ej räknas inte med."), {})
    ]
    if places["weight"] is None:
        notes.append((N_("Filen har ingen kolumn för vikt. Alla svar väger lika."), {}))
    if places["strata"] is not None:
        notes.append((N_("Intervallen är räknade utan hänsyn till strata."), {}))
    return notes


@dataclass
class _Tallies:
    path: Path
    heading: Sequence[str]
    places: Mapping[str, int | None]
    questions: Mapping[int, str]
    codes: str
    groups: dict[tuple[str, date, date, str], Tally] = field(default_factory=dict)
    respondents: dict[tuple[str, date], int] = field(default_factory=dict)

    def parse(self, row: int, texts: Sequence[str], refusals: Refusals) -> Iterable[Figure]:
        before = refusals.refused
        area = observing.name_of(row, self._heading("area"), cell(texts, self.places["area"]), refusals)
        span = observing.period_of(row, self._heading("period"), cell(texts, self.places["period"]), refusals)
        weight = self._weight(row, texts, refusals)
        answers = self._answers(row, texts, refusals)
        if refusals.refused > before or span is None or not self._is_new(row, texts, span[0], refusals):
            return ()
        for metric, step in answers:
            tally = self.groups.setdefault((area, *span, metric), Tally(row))
            tally.add(weight, is_safe=step <= 1)
        if len(self.groups) > MOST_GROUPS:
            raise faults.too_large(self.path, limit=N_("200 000 områden och år"))
        return ()

    def figures(self) -> Iterable[Figure]:
        for (area, start, end, metric), tally in sorted(self.groups.items(), key=lambda pair: pair[1].row):
            share, low, high = tally.share()
            state = ValueState.VALUE if share else ValueState.ZERO
            yield Figure(tally.row, metric, area, start, end, share, state, tally.count, low, high)

    def _heading(self, role: str) -> str:
        place = self.places[role]
        return "" if place is None else self.heading[place]

    def _weight(self, row: int, texts: Sequence[str], refusals: Refusals) -> float:
        if self.places["weight"] is None:
            return 1.0
        text = cell(texts, self.places["weight"])
        try:
            weight = number(text)
        except CellError:
            weight = 0.0
        if not 0 < weight < 1e9:
            refusals.add(row, self._heading("weight"), text, NOT_A_WEIGHT)
        return weight

    def _answers(self, row: int, texts: Sequence[str], refusals: Refusals) -> list[tuple[str, int]]:
        answers = []
        for place, metric in self.questions.items():
            text = cell(texts, place)
            try:
                step = step_of(text, self.codes)
            except UnknownAnswer:
                refusals.add(row, self.heading[place], text, NOT_AN_ANSWER, scale=", ".join(STEPS))
                continue
            if step is not None:
                answers.append((metric, step))
        return answers

    def _is_new(self, row: int, texts: Sequence[str], start: date, refusals: Refusals) -> bool:
        number_ = cell(texts, self.places["respondent"])
        if not number_:
            return True
        first = self.respondents.setdefault((number_, start), row)
        if len(self.respondents) > MOST_RESPONDENTS:
            raise faults.too_large(self.path, limit=N_("3 000 000 svar"))
        if first != row:
            refusals.add(row, self._heading("respondent"), number_, TWICE, first=first)
        return first == row


NOT_A_WEIGHT = N_(
    "Rad {row}: ”{found}” i kolumnen ”{column}” är ingen vikt. En vikt är ett tal större än noll. "
    "Rätta cellen eller ta bort raden."
)
NOT_AN_ANSWER = N_(
    "Rad {row}: svaret ”{found}” i kolumnen ”{column}” finns inte på skalan. Skalan är: {scale}, vet ej. "
    "Rätta cellen, eller välj en annan kolumn."
)
TWICE = N_(
    "Rad {row}: löpnumret ”{found}” finns redan samma år. Det står på rad {first}. Ta bort den rad som är fel."
)

READER = SurveyAnswers()
