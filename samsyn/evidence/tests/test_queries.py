"""Figures in force, as pages ask for them."""

from datetime import date

import pytest

from samsyn.evidence import queries, services
from samsyn.evidence.metrics import all_metrics, category_metric, metric
from samsyn.evidence.models import DatasetKind, ImportState
from samsyn.evidence.tests.conftest import crimes, incidents
from samsyn.places.models import Area
from samsyn.ui.texts import say
from tests.worlds import shared

PARTS = ("Norra 1", "Norra 2", "Norra 3")


def population(*rows):
    return "ar,omrade,niva,folkmangd\n" + "".join(
        f"{year},{name},mellanområde,{count}\n" for year, name, count in rows
    )


@shared
def people(dataset):
    return dataset("Folkmängd", reader="population")


def test_a_count_of_a_larger_area_is_the_sum_of_its_parts(bring_in, area, division):
    rows = [(2024, name, "alla_brott", 10 * n) for n, name in enumerate(PARTS, start=1)]
    made = bring_in(crimes(*rows), division=division("mellanomraden"))
    (found,) = queries.series("reported_crime", area("stadsomraden/norr"))
    assert (found.value, found.state, found.parts, found.row, found.import_id) == (
        60,
        "value",
        3,
        None,
        made.pk,
    )
    (own,) = queries.series("reported_crime", area("mellanomraden/01"))
    assert (own.value, own.parts, own.row, own.area_name) == (20, 1, 3, "Norra 2")
    assert queries.series("reported_crime", area("stadsomraden/soder")) == []


def test_an_areas_own_figure_stands_before_the_sum_of_its_parts(bring_in, area):
    rows = [(2024, name, "alla_brott", 10) for name in PARTS]
    bring_in(crimes(*rows))
    bring_in(crimes((2024, "Norr", "alla_brott", 35)), name="norr.csv")
    (found,) = queries.series("reported_crime", area("stadsomraden/norr"))
    assert (found.value, found.parts) == (35, 1)


@pytest.mark.parametrize(("cell", "lacking"), [("..", 1), ("", 1), (None, 1)])
def test_no_sum_is_made_when_a_part_is_hidden_or_missing(bring_in, area, division, cell, lacking):
    rows = [(2024, "Norra 1", "alla_brott", 10), (2024, "Norra 2", "alla_brott", 20)]
    rows += [(2024, "Norra 3", "alla_brott", cell)] if cell is not None else []
    bring_in(crimes(*rows), division=division("mellanomraden"))
    (found,) = queries.series("reported_crime", area("stadsomraden/norr"))
    assert (found.value, found.state, found.parts) == (None, "missing", 3)
    assert say(found.caveat, dict(found.caveat_facts)) == (
        f"Summan görs inte: för {lacking} av 3 delområden är talet dolt eller saknas."
    )


def test_zeros_sum_to_zero_and_one_preliminary_makes_the_sum_preliminary(bring_in, area, division):
    bring_in(crimes(*[(2024, name, "alla_brott", 0) for name in PARTS]), division=division("mellanomraden"))
    (found,) = queries.series("reported_crime", area("stadsomraden/norr"))
    assert (found.value, found.state) == (0, "zero")


def test_population_is_summed_over_areas_and_a_share_is_not(bring_in, people, area, division):
    bring_in(
        population(*[(2024, name, 1000) for name in PARTS]),
        into=people,
        division=division("mellanomraden"),
        name="f.csv",
    )
    (found,) = queries.series("population", area("stadsomraden/norr"))
    assert (found.value, found.parts) == (3000, 3)
    assert queries.latest("population", [area("stadsomraden/norr"), area("stadsomraden/soder")]).keys() == {
        "exempelstaden/stadsomraden/norr"
    }


def test_one_table_of_many_metrics_and_areas_asks_duckdb_once_and_then_from_memory(
    bring_in, area, monkeypatch, counted_queries
):
    from samsyn.engine import reading

    rows = [(2024, name, kind, 5) for name in ("Norr", "Söder") for kind in ("alla_brott", "misshandel")]
    bring_in(crimes(*rows))
    areas = list(Area.objects.select_related("division"))
    asked = []
    plain = reading.ask
    monkeypatch.setattr(reading, "ask", lambda *args, **kwargs: asked.append(1) or plain(*args, **kwargs))
    codes = ["reported_crime", "crime_assault", "population"]
    first = queries.table(codes, areas)
    with counted_queries() as counted:
        assert queries.table(codes, areas) == first
    assert len(asked) == 1
    assert len(counted) <= 3
    assert set(first) == {(code, one.key) for code in codes for one in areas}
    assert first["reported_crime", "exempelstaden/kommun/9999"][0].value == 10
    assert first["population", "exempelstaden/kommun/9999"] == []


def test_what_comes_into_force_is_seen_at_once_and_changes_the_version(bring_in, city, area):
    before = queries.figures_version(city)
    bring_in(crimes((2024, "Norr", "alla_brott", 1)))
    assert queries.series("reported_crime", area("stadsomraden/norr"))[0].value == 1
    between = queries.figures_version(city)
    bring_in(crimes((2024, "Norr", "alla_brott", 2)))
    assert queries.series("reported_crime", area("stadsomraden/norr"))[0].value == 2
    assert len({before, between, queries.figures_version(city)}) == 3


def test_a_final_figure_is_not_undone_by_an_older_preliminary_one(bring_in, dataset, area):
    quarters = "kommunkod,kommun,kvartal,antal,per_100000,preliminar\n9999,Exempelstaden,2024K1,{},1,{}\n"
    into = dataset("Kvartal")
    bring_in(quarters.format(10, 1), into=into)
    bring_in(quarters.format(12, 0), into=into)
    (found,) = queries.series("reported_crime", area("kommun/9999"), grain="quarter")
    assert (found.value, found.state) == (12, "value")


def test_four_quarters_make_a_year_and_three_do_not(bring_in, area):
    rows = "".join(
        f"9999,Exempelstaden,{year}K{q},10,1,0\n"
        for year, last in ((2023, 4), (2024, 3))
        for q in range(1, last + 1)
    )
    bring_in("kommunkod,kommun,kvartal,antal,per_100000,preliminar\n" + rows)
    found = queries.series("reported_crime", area("kommun/9999"))
    assert [(row.start.year, row.value, row.row) for row in found] == [(2023, 40, None)]
    assert len(queries.series("reported_crime", area("kommun/9999"), grain="quarter")) == 7


def test_metrics_for_an_area_are_those_that_it_or_its_parts_have(bring_in, bring_in_incidents, area):
    bring_in(crimes((2024, "Norr", "misshandel", 1), (2024, "Norr", "alla_brott", 1)))
    bring_in_incidents(incidents(("2024-01-05 10:00", "stold", 12.005, 57.515)))
    codes = lambda key: [one.code for one in queries.metrics_for(area(key))]  # noqa: E731
    assert codes("stadsomraden/norr") == ["reported_crime", "crime_assault", "incidents", "incidents.stold"]
    assert codes("kommun/9999") == codes("stadsomraden/norr")
    assert codes("mellanomraden/00") == ["incidents", "incidents.stold"]


def test_coverage_is_statistics_of_the_last_three_years_and_a_survey(bring_in, dataset, area, on_2025):
    norr = area("stadsomraden/norr")
    assert queries.coverage(norr) == []
    bring_in(crimes((2018, "Norr", "alla_brott", 1)))
    assert queries.coverage(norr) == []
    bring_in(crimes((2024, "Norr", "alla_brott", 1)))
    assert queries.coverage(norr) == ["statistics"]
    assert queries.coverage(area("stadsomraden/soder")) == []


def test_the_origin_of_a_figure_leads_to_source_file_and_row(bring_in, area):
    made = bring_in(
        crimes((2024, "Söder", "alla_brott", 1), (2024, "Norr", "alla_brott", 7)), name="brå 2024.csv"
    )
    (found,) = queries.series("reported_crime", area("stadsomraden/norr"))
    url = queries.origin_url(found)
    assert str(made.pk) in url
    assert url.endswith("?m=reported_crime&a=exempelstaden%2Fstadsomraden%2Fnorr&d=2024-01-01")
    origin = queries.origin(made, found.metric, found.area, found.start)
    assert (origin.file_name, origin.row, origin.is_in_force, origin.query) == ("brå 2024.csv", 3, True, "")
    assert origin.checksum == made.file_checksum
    assert (origin.source.name, origin.licence, origin.method) == ("Samsyns exempel", "CC0", "Påhittade tal.")
    assert services.original_row(made, origin.row)[3] == ("antal", "7")


def test_the_origin_of_a_sum_lists_the_figures_behind_it(bring_in, area, division):
    made = bring_in(
        crimes(*[(2024, name, "alla_brott", 10) for name in PARTS]), division=division("mellanomraden")
    )
    origin = queries.origin(made.pk, "reported_crime", "exempelstaden/stadsomraden/norr", date(2024, 1, 1))
    assert [(piece.area_name, piece.value, piece.row) for piece in origin.pieces] == [
        ("Norra 1", 10, 2), ("Norra 2", 10, 3), ("Norra 3", 10, 4),
    ]  # fmt: skip
    assert (origin.observation.value, origin.pieces_total, origin.row) == (30, 3, None)
    assert "SELECT sum(value)" in origin.query


def test_the_origin_of_a_count_of_incidents_lists_months_and_kinds(bring_in_incidents, area):
    made = bring_in_incidents(
        incidents(*[(f"2024-{n:02d}-05 10:00", "stold", 12.005, 57.515) for n in range(1, 13)])
    )
    origin = queries.origin(made.pk, "incidents", "exempelstaden/mellanomraden/00", date(2024, 1, 1))
    assert (origin.observation.value, origin.pieces_total, origin.is_counted) == (12, 12, True)


def test_the_origin_of_a_superseded_figure_is_still_there(bring_in):
    old = bring_in(crimes((2024, "Norr", "alla_brott", 1)))
    bring_in(crimes((2024, "Norr", "alla_brott", 2)))
    origin = queries.origin(old.pk, "reported_crime", "exempelstaden/stadsomraden/norr", date(2024, 1, 1))
    assert (origin.observation.value, origin.is_in_force, origin.data_import.state) == (
        1,
        False,
        ImportState.SUPERSEDED,
    )


def test_every_metric_has_names_in_both_languages_and_says_what_it_does_not_mean():
    for one in all_metrics():
        assert all([one.name, one.name_en, one.unit, one.unit_en, one.note, one.note_en]), one.code
        assert one.kind in {"count", "share", "index", "population", "rate"}, one.code
        assert one.direction in {"lower-is-better", "higher-is-better", "none"}, one.code
        assert not one.denominator or one.denominator in {other.code for other in all_metrics()}, one.code
    assert metric("crime_drugs_weapons").police_driven
    assert metric("incidents.drugs").police_driven
    assert metric("incidents.nagot_nytt").name == "Nagot nytt"
    assert metric("okand").name == "okand"
    assert category_metric("Criminal damage and arson") == "incidents.criminal_damage_and_arson"


def test_a_feed_is_kept_and_never_counted(bring_in, dataset, reference, area, city):
    into = dataset("Flöde", DatasetKind.FEED, "police-events")
    text = (reference / "polis" / "events_api_exempel.json").read_bytes()
    made = bring_in(
        text, into=into, name="events.json", state=ImportState.FAILED
    )  # Göteborg, not Exempelstaden
    assert not made.contents.exists()
