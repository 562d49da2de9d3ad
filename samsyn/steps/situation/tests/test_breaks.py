"""A series over a reform shows the break, and areas with many visitors say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import shapely

from samsyn.evidence.queries import Observation
from samsyn.places import services as places
from samsyn.places.models import AreaKind, AreaPair, Division
from samsyn.places.queries import Break
from samsyn.steps.situation import drawings, queries
from samsyn.steps.situation.queries import indicators
from samsyn.steps.situation.queries.indicators import crosses, spots_of
from samsyn.steps.situation.tests.conftest import LAST
from tests.worlds import shared

REFORM = Break(date(2021, 1, 1), "2021 blev Väster till Norr.")


def _year(year, value):
    return Observation(
        "crime_assault", "x/y/z", "Norr", date(year, 1, 1), date(year + 1, 1, 1),
        value, "value", None, None, None, 1, None,
    )  # fmt: skip


def test_a_reform_lies_between_two_periods_only_when_it_does():
    assert crosses(date(2020, 1, 1), date(2021, 1, 1), [REFORM])
    assert not crosses(date(2021, 1, 1), date(2022, 1, 1), [REFORM])
    assert not crosses(date(2019, 1, 1), date(2020, 1, 1), [REFORM])


def test_a_series_over_a_reform_is_never_joined():
    spots = spots_of([_year(year, 50.0) for year in (2019, 2020, 2021, 2022)], [], [REFORM], kind="count")
    assert [spot.is_after_break for spot in spots] == [False, False, True, False]


def test_a_series_summed_from_areas_that_stood_still_is_joined_over_the_reform():
    summed = [replace(_year(year, 50.0), parts=6) for year in (2019, 2020, 2021)]
    assert not any(spot.is_after_break for spot in spots_of(summed, [], [REFORM], kind="count"))
    fewer = [replace(summed[1], parts=5), summed[2]]
    assert spots_of(fewer, [], [REFORM], kind="count")[1].is_after_break


@shared
def reformed(norr):
    """Norr was drawn in the last year, out of Väster."""
    Division.objects.filter(pk=norr.city_area.division_id).update(valid_from=date(LAST, 1, 1))
    older = places.add_division(
        city=norr.city,
        name="Stadsdelar",
        kind=AreaKind.CITY_DISTRICT,
        valid_from=date(2011, 1, 1),
        valid_to=date(LAST, 1, 1),
        source="Samsyns exempel",
        licence="CC0",
        areas=[places.NewArea("vaster", "Väster", bytes(norr.city_area.geometry))],
    )
    places.set_predecessors({norr.city_area.key: (older.areas.get().key,)})
    return AreaPair.objects.get(pk=norr.pk)


def test_the_curve_has_a_gap_at_the_reform_and_a_note_under_the_table(reformed, population, crimes):
    row = next(row for row in queries.indicator_rows(reformed) if row.metric == "crime_assault")
    assert row.sentence == f"Jämförs inte med {LAST - 1}: området ritades om däremellan."
    assert not row.is_more_than_chance
    assert [point.value is None for point in drawings.spark_of(row)] == [False, True, False]


def test_rates_where_many_visit_say_so(cilla, read_in):
    square = shapely.to_wkb(shapely.box(11.95, 57.7, 11.96, 57.71))
    goteborg = places.add_city(name="Göteborg", code="1480")
    area = places.add_division(
        city=goteborg,
        name="Stadsområden",
        kind=AreaKind.CITY_AREA,
        valid_from=date(2021, 1, 1),
        source="Göteborgs Stad",
        licence="CC0",
        areas=[places.NewArea("02", "Centrum", square)],
    ).areas.get()
    pair = places.open_pair(
        city_area=area, police_area=area, name="Centrum", valid_from=date(2021, 1, 1), slug="centrum"
    )
    text = f"ar,omrade,niva,folkmangd\n{LAST},Centrum,stadsomrade,200000\n"
    read_in(text, name="Folkmängd", reader="population", into=goteborg)
    text = f"ar,omrade,brottstyp,antal\n{LAST},Centrum,alla_brott,35597\n"
    read_in(text, name="Anmälda brott", reader="bra-csv", into=goteborg)
    (row,) = queries.indicator_rows(pair)
    assert any(note.startswith("Många fler än de boende vistas här") for note in row.notes)


def test_goteborgs_city_core_is_known_to_have_many_visitors():
    assert "goteborg/stadsomraden/02" in indicators.many_visitors()
