"""What the lägesbild says of its figures, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from samsyn.steps.situation import frames, words


@dataclass(frozen=True)
class Seen:
    value: float | None
    start: date = date(2025, 1, 1)
    end: date = date(2026, 1, 1)
    base: int | None = None
    low: float | None = None
    high: float | None = None


def _says(before, now):
    found = frames.compare([(Seen(before), Seen(now))])[0]
    return words.trend(found, before="2024")


def test_a_change_that_the_e_test_finds_is_more_than_chance():
    # Krishnamoorthy & Thomson (2004): p 0.0250351 and 0.0395227
    assert _says(15, 5) == "Färre än 2024, mer än slumpen."
    assert _says(5, 14) == "Fler än 2024, mer än slumpen."


def test_a_change_that_the_e_test_does_not_find_is_not_claimed():
    # p 0.2061644
    assert _says(10, 5) == "Ingen säkerställd förändring sedan 2024. Få händelser, stor osäkerhet."
    assert _says(1000, 1010) == "Ingen säkerställd förändring sedan 2024."


def test_nothing_before_and_many_now_are_more():
    assert _says(0, 20) == "Fler än 2024, mer än slumpen."


def test_many_metrics_at_once_ask_for_more():
    """15 against 5 stands alone at p 0.025; among nine metrics without any change it does not."""
    quiet = [(Seen(500), Seen(500))] * 9
    among = frames.compare([(Seen(15), Seen(5)), *quiet])
    assert not among[0].is_more_than_chance
    assert frames.compare([(Seen(15), Seen(5))])[0].is_more_than_chance


def test_what_cannot_be_compared_says_why():
    assert words.trend(None, before="", has_before=False) == "Det finns inget tidigare tal att jämföra med."
    assert words.trend(None, before="2024") == "Kan inte jämföras med 2024: uppgift saknas."
    assert (
        words.trend(None, before="2020", crosses=True)
        == "Jämförs inte med 2020: området ritades om däremellan."
    )
    assert frames.compare([(Seen(None), Seen(5)), (None, Seen(5))]) == [None, None]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2025, 1, 1), date(2026, 1, 1), "2025"),
        (date(2023, 1, 1), date(2026, 1, 1), "2023–2025"),
        (date(2025, 7, 1), date(2025, 10, 1), "kvartal 3 2025"),
        (date(2025, 3, 1), date(2025, 4, 1), "mars 2025"),
        (date(2025, 9, 15), date(2025, 10, 16), "15 sep. 2025 – 15 okt. 2025"),
    ],
)
def test_periods_as_people_say_them(start, end, said):
    assert words.period(start, end) == said


def test_a_rate_has_as_many_decimals_as_it_takes():
    assert [words.rate(value) for value in (0.4, 11.44, 1234.5)] == ["0,40", "11,4", "1\u00a0234"]


def test_a_rate_needs_the_population_of_its_year_or_the_one_before():
    years = [Seen(100, date(year, 1, 1), date(year + 1, 1, 1)) for year in (2020, 2023)]
    assert frames.population_for(date(2023, 1, 1), years) is years[1]
    assert frames.population_for(date(2025, 1, 1), years) is years[1]
    assert frames.population_for(date(2022, 1, 1), years) is years[0]
    assert frames.population_for(date(2018, 1, 1), years) is years[0]
    assert frames.population_for(date(2018, 1, 1), []) is None
    assert frames.rate_of(Seen(5), Seen(0)) is None
    assert frames.rate_of(Seen(None), Seen(100)) is None


def test_a_share_outside_its_bounds_is_not_shown_and_does_not_crash():
    assert frames.share_of(Seen(81.0, base=100)).value is None
    assert frames.share_of(None).value is None


def test_no_value_is_never_nothing():
    assert words.value(None, "count", state="suppressed") == ".."
    assert words.value(None, "count", state="missing") == "–"
    assert words.value(0, "count", state="zero") == "0"
