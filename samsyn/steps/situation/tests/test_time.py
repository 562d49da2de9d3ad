"""Trends and unusual months on the lägesbild: what is said, and when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from django.urls import reverse
from django.utils.translation import override

from samsyn.analysis.trend import trends as fitted
from samsyn.priorities.tests import world as priorities
from samsyn.steps.situation import frames_time, queries, words
from samsyn.steps.situation.frozen import figures
from samsyn.steps.situation.models import SituationPicture
from samsyn.steps.situation.tests.conftest import LAST


@dataclass(frozen=True)
class Seen:
    value: float | None
    start: date
    end: date
    base: int | None = None
    low: float | None = None
    high: float | None = None


def months(values, *, to=(2026, 10)):
    last = to[0] * 12 + to[1] - 1
    return [
        Seen(value, date(n // 12, n % 12 + 1, 1), date((n + 1) // 12, (n + 1) % 12 + 1, 1))
        for n, value in enumerate(values, last - len(values) + 1)
    ]


def poisson(mean, count=60, seed=1, change=0.0):
    rng = np.random.default_rng(seed)
    return [float(x) for x in rng.poisson(mean * np.exp(change * np.arange(count) / 12))]


def test_a_trend_is_that_of_the_method_and_is_said_per_year():
    values = poisson(40, change=-0.2)
    found = frames_time.trends([("month", months(values))])[0]
    alone = fitted([values], range(2021 * 12 + 10, 2021 * 12 + 70))
    assert (found.percent, found.low, found.high) == pytest.approx(
        (alone.change_percent[0], alone.low[0], alone.high[0])
    )
    assert found.is_more_than_chance
    said = words.per_year(found)
    assert said.startswith("Minskar ")
    assert "om året sedan november 2021 (" in said
    with override("en"):
        assert "since November 2021" in words.per_year(found)


def test_no_trend_is_said_with_its_interval_and_a_true_minus():
    found = frames_time.trends([("month", months(poisson(40)))])[0]
    assert words.per_year(found).startswith("Ingen säker trend sedan november 2021: −")
    assert words._signed(-0.3) == "0"


def test_what_only_stands_out_alone_says_that_all_were_tested():
    one = frames_time.Trend(-7.0, -12.0, -1.0, 0.02, False, date(2021, 11, 1), date(2026, 11, 1))
    assert "när alla mått prövas samtidigt" in words.per_year(one)


def test_trends_are_tested_together():
    quiet = [("month", months(poisson(40, seed=seed))) for seed in range(2, 12)]
    found = frames_time.trends([("month", months(poisson(30, seed=7, change=-0.055))), *quiet])
    alone = frames_time.trends([("month", months(poisson(30, seed=7, change=-0.055)))])
    assert alone[0].is_more_than_chance
    assert not found[0].is_more_than_chance


def test_few_events_and_few_years_have_no_trend():
    assert frames_time.trends([("month", months([0.0] * 60)), ("month", [])]) == [None, None]
    years = [Seen(100.0, date(year, 1, 1), date(year + 1, 1, 1)) for year in range(2022, 2026)]
    assert frames_time.recent(years, "year") == []


def test_a_month_far_above_its_own_years_is_unusual_and_chance_is_not():
    series = [months([*poisson(4, 59, seed), 5.0]) for seed in range(20)]
    series[3][-1] = Seen(25.0, series[3][-1].start, series[3][-1].end)
    held = frames_time.held(series, "month")
    assert [at for at, one in enumerate(held) if one.is_unusual] == [3]
    assert held[3].low <= held[3].expected <= held[3].high < 25


def test_a_series_that_stops_earlier_is_not_held():
    held = frames_time.held([months(poisson(9)), months(poisson(9, 40), to=(2025, 2))], "month")
    assert held[0] is not None
    assert held[1] is None
    assert frames_time.held([[]], "month") == [None]


def test_the_sentences_of_what_was_tested():
    assert words.tested(0, 30, "oktober 2026") == (
        "Inget var ovanligt i oktober 2026. 30 tal prövades mot sina egna år."
    )
    assert words.tested(1, 30, "oktober 2026").startswith("Ett av 30 tal var ovanligt")
    assert words.tested(2, 30, "oktober 2026").startswith("2 av 30 tal var ovanliga")


@pytest.fixture
def quarterly(city, read_in):
    """All crimes of the whole town by the quarter for six years, the last far above the others; returns the town's pair."""
    rows = ["kommunkod,kommun,kvartal,antal,per_100000,preliminar"]
    quarters = [(year, quarter) for year in range(LAST - 5, LAST + 1) for quarter in (1, 2, 3, 4)]
    for at, (year, quarter) in enumerate(quarters):
        amount = 160 if at == len(quarters) - 1 else 38 + 5 * (at % 3)
        rows.append(f"9999,Exempelstaden,{year}K{quarter},{amount},1,0")
    read_in("\n".join(rows) + "\n", name="Kvartal", reader="bra-csv")
    return priorities.whole(city)


def test_the_page_says_what_is_unusual_and_where_the_number_comes_from(quarterly, pairs, client, cast):
    found = queries.picture_for_page(quarterly).unusual
    assert (found.found, found.tested) == (1, 1)
    row = found.rows[0]
    assert (row.figure.text, row.is_high, row.is_whole) == ("160", True, True)
    assert row.figure.url.startswith("/underlag/")
    client.force_login(cast["astrid"])
    page = client.get(reverse("situation:picture", args=[quarterly.slug])).content.decode()
    assert f"Ovanligt i kvartal 4 {LAST}" in page
    assert "Fler än väntat" in page


def test_an_edition_keeps_what_was_unusual_and_the_trend_in_both_languages(quarterly):
    kept = figures(SituationPicture.objects.create(pair=quarterly))
    assert kept.unusual["found"] == 1
    assert set(kept.unusual["sentence"]) == {"sv", "en"}
    assert kept.unusual["rows"][0]["figure"]["value"] == 160
    trend = kept.indicators[0]["trend"]
    assert trend["since"] == f"{LAST - 4}-01-01"
    assert trend["low"] < trend["percent"] < trend["high"]
