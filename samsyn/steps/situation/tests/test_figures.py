"""The indicator table and the residents' safety, from files read into force."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from django.utils.translation import override

from samsyn.steps.situation import queries
from samsyn.steps.situation.queries.figures import search
from samsyn.steps.situation.queries.key_figures import key_figures
from samsyn.steps.situation.queries.measure import measure
from samsyn.steps.situation.tests.conftest import LAST


def _rows(pair):
    return {row.metric: row for row in queries.indicator_rows(pair)}


def test_each_metric_says_value_rate_interval_reference_and_sentence(norr, population, crimes):
    row = _rows(norr)["crime_assault"]
    assert row.figure.text == "150"
    assert row.figure.period == str(LAST)
    assert row.rate.text == "3,8"
    # R 4.2.2: poisson.test(150, 40000)$conf.int * 1000
    assert (row.rate.low, row.rate.high) == (
        pytest.approx(3.17390403, abs=1e-6),
        pytest.approx(4.40042915, abs=1e-6),
    )
    assert row.rate.population_year == str(LAST)
    assert row.reference_rate.text == "3,0"
    assert row.sentence == f"Fler än {LAST - 1}, mer än slumpen."
    assert row.figure.url.startswith("/underlag/")


def test_few_events_say_so(norr, population, crimes):
    row = _rows(norr)["crime_vehicle_theft"]
    assert row.sentence == f"Ingen säkerställd förändring sedan {LAST - 1}. Få händelser, stor osäkerhet."


def test_without_population_there_is_no_rate_but_still_an_interval(norr, crimes):
    row = _rows(norr)["crime_assault"]
    assert row.rate is None
    assert not row.series_is_rate
    assert row.series[-1].low < 150 < row.series[-1].high


def test_metrics_that_follow_the_police_say_so(norr, population, read_in):
    text = f"ar,omrade,brottstyp,antal\n{LAST},Norr,drugs_weapons,90\n"
    read_in(text, name="Narkotika", reader="bra-csv")
    found = [row for row in queries.indicator_rows(norr) if row.is_police_driven]
    assert found
    assert "Visar vad polisen har sökt efter, inte hur mycket som begås." in found[0].notes


def test_a_suppressed_figure_is_not_zero(norr, population, read_in):
    text = f"ar,omrade,brottstyp,antal\n{LAST - 1},Norr,misshandel,20\n{LAST},Norr,misshandel,..\n"
    read_in(text, name="Dolda", reader="bra-csv")
    row = _rows(norr)["crime_assault"]
    assert row.figure.text == ".."
    assert row.rate is None
    assert row.sentence == "Källan visar inte talet, för att det är litet."


def test_shares_of_few_answers_are_hidden_or_marked(norr, survey):
    block = queries.safety_rows(norr)[0]
    rows = {row.area_name: row for row in block.rows}
    assert (rows["Norra 1"].text, rows["Norra 1"].ends) == ("80\u00a0%", "74–85\u00a0%")
    assert rows["Norra 2"].is_hollow and rows["Norra 2"].text == "60\u00a0%"
    assert rows["Norra 3"].is_hidden and rows["Norra 3"].value is None
    assert rows["Norra 3"].answers == "12 svar"


def test_a_hidden_share_cannot_be_read_anywhere(norr, survey):
    """The snapshot itself does not hold what the page must not show."""
    block = queries.safety_rows(norr)[0]
    hidden = next(row for row in block.rows if row.is_hidden)
    assert hidden.figure is None or hidden.figure.value is None
    assert not [row for row in queries.candidates_for(norr) if row.area_name == "Norra 3"]
    by_part = {row.name: row for row in measure(norr, "safe_in_area").parts.rows}
    assert by_part["Norra 3"].figure.value is None
    assert by_part["Norra 3"].figure.text == "visas inte"


def test_what_is_kept_is_plain_json(norr, population, crimes, survey):
    text = json.dumps(asdict(queries.picture_for_page(norr)), ensure_ascii=False)
    assert "Anmäld misshandel" in text


def test_the_figures_are_computed_once_for_each_state_of_the_evidence(
    norr, population, crimes, read_in, django_assert_max_num_queries
):
    queries.picture_for_page(norr)
    with django_assert_max_num_queries(1):
        queries.picture_for_page(norr)
    text = f"ar,omrade,brottstyp,antal\n{LAST},Norr,misshandel,151\n"
    read_in(text, name="Rättelse", reader="bra-csv")
    assert _rows(norr)["crime_assault"].figure.text == "151"


def test_each_language_has_its_own_words(norr, population, crimes):
    assert _rows(norr)["crime_assault"].label == "Anmäld misshandel"
    with override("en"):
        assert _rows(norr)["crime_assault"].label == "Reported assaults"


def test_key_figures_say_how_much_how_it_compares_and_how_safe(norr, population, crimes, survey):
    much, compared, safe = key_figures(norr, queries.picture_for_page(norr))
    assert much.text == "1\u00a0010"
    assert compared.text == "3,8"
    assert compared.says == f"Anmäld misshandel {LAST}, mot 3,0 i hela Exempelstaden."
    assert compared.doubt == "Troligen mellan 3,2 och 4,4."
    assert safe.says == f"Trygga i sitt bostadsområde: lägst i Norra 2, {LAST}."


def test_an_area_without_figures_has_an_empty_picture(norr):
    snapshot = queries.picture_for_page(norr)
    assert snapshot.is_empty
    assert key_figures(norr, snapshot) == []
    assert queries.candidates_for(norr) == []


def test_one_metric_by_part_and_by_both_trees(norr, population, crimes):
    found = measure(norr, "crime_assault")
    assert [row.name for row in found.trees[0].rows] == ["Norr", "Söder"]
    assert found.trees[0].rows[0].figure.text == "150"
    assert found.trees[0].rows[1].figure is None
    assert [row.name for row in found.trees[1].rows] == ["Öst", "Väst"]
    assert not found.has_parts
    assert measure(norr, "crime_burglary") is None


def test_figures_are_found_by_metric_area_and_period(norr, population, crimes, survey):
    every = queries.candidates_for(norr)
    found = search(every, f"misshandel norr {LAST}")
    assert [(row.label, row.area_name, row.text) for row in found] == [("Anmäld misshandel", "Norr", "150")]
    assert search(every, "finns inte") == []
