"""Datasets and metrics: what they mean, who publishes them, where there are figures."""

from datetime import date

import pytest
from django.urls import reverse

from samsyn.evidence.metrics import all_metrics
from samsyn.evidence.templatetags.evidence_words import figure, period
from samsyn.evidence.tests.web import CRIMES, add_gothenburg, read_in, text_of
from samsyn.ui.texts import say, say_error, state_word

METRIC = "/underlag/matt/"


@pytest.fixture
def crimes(client, cilla, city):
    client.force_login(cilla)
    return read_in(client, city, CRIMES)


def test_the_dataset_page_holds_licence_method_metrics_and_every_import(client, astrid, crimes):
    client.force_login(astrid)
    text = text_of(client.get(reverse("evidence:dataset", args=[crimes.dataset_id])))
    assert "CC0" in text and "Räknat när det anmäldes." in text
    assert "Anmälda brott, alla 2023–2024" in text
    assert "brott.csv gäller" in text
    assert "Läs in en fil" not in text


def test_a_dataset_of_another_city_is_not_found(client, cilla, city, crimes):
    add_gothenburg(cilla)
    cilla.roles.filter(city=city).delete()
    client.force_login(cilla)
    assert client.get(reverse("evidence:dataset", args=[crimes.dataset_id])).status_code == 404


def test_the_metric_page_says_what_it_does_not_mean_and_who_publishes_it(client, astrid, crimes):
    client.force_login(astrid)
    text = text_of(client.get(METRIC + "reported_crime/?stad=exempelstaden"))
    assert "Anmälda brott är inte alla brott" in text
    assert "Publiceras av Brå" in text
    assert "Lägre är bättre." in text
    assert "Norr 130 2024 värde" in text
    assert "Norr över tid" in text


def test_the_series_of_another_area_can_be_chosen(client, astrid, crimes):
    client.force_login(astrid)
    query = "?stad=exempelstaden&omrade=exempelstaden/stadsomraden/soder"
    text = text_of(client.get(METRIC + "reported_crime/" + query))
    assert "Söder över tid" in text
    assert "2024 0 noll, räknat av källan" in text


def test_every_metric_has_a_page_that_says_what_it_is_even_without_figures(client, cilla, city):
    client.force_login(cilla)
    for one in all_metrics():
        text = text_of(client.get(f"{METRIC}{one.code}/"))
        assert one.label in text
        assert "Inga siffror ännu" in text


def test_an_unknown_metric_or_city_is_not_found(client, cilla, city):
    client.force_login(cilla)
    assert client.get(METRIC + "finns-inte/").status_code == 404
    assert client.get(METRIC + "population/?stad=annanstans").status_code == 404


def test_the_list_of_metrics_says_where_there_are_figures(client, astrid, crimes):
    client.force_login(astrid)
    text = text_of(client.get(METRIC))
    assert "Anmälda brott, alla anmälda brott Exempelstaden , 2023–2024" in text
    assert "inga siffror ännu" in text


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2025, 1, 1), date(2026, 1, 1), "2025"),
        (date(2023, 1, 1), date(2026, 1, 1), "2023–2025"),
        (date(2026, 1, 1), date(2026, 4, 1), "kvartal 1 2026"),
        (date(2022, 3, 1), date(2022, 4, 1), "mars 2022"),
        (date(2022, 3, 1), date(2023, 2, 1), "mars 2022 till januari 2023"),
        (date(2022, 3, 4), date(2022, 3, 5), "2022-03-04"),
        (date(2022, 3, 4), date(2022, 3, 9), "2022-03-04 till 2022-03-08"),
        (None, None, "–"),
    ],
)
def test_periods_are_said_as_people_say_them(start, end, words):
    assert period(start, end) == words


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (12705, "count", "12\u00a0705"),
        (0.61, "share", "61\u00a0%"),
        (0.615, "share", "61,5\u00a0%"),
        (33.25, "index", "33,2"),
        (None, "count", "–"),
    ],
)
def test_figures_are_shown_after_their_kind(value, kind, shown):
    assert figure(value, kind) == shown


def test_texts_of_the_pure_parts_are_said_with_their_facts():
    assert (
        say("Filen {file} har {n} rader.", {"file": "a.csv", "n": 12705})
        == "Filen a.csv har 12\u00a0705 rader."
    )
    assert say("", {}) == ""
    assert say("{saknas} finns inte", {}) == "{saknas} finns inte"
    assert say("Innehållet är {found}", {"found": "{0.__class__}"}) == "Innehållet är {0.__class__}"
    assert state_word("suppressed") == "dolt av källan"
    assert state_word("okänt") == "okänt"


def test_a_readers_error_is_said_as_it_stands():
    from samsyn.sources.contract import RowError, SourceError

    assert say_error(SourceError("Filen {file} är tom.", file="a.csv")) == "Filen a.csv är tom."
    error = RowError(7, "antal", "12st", "Rad {row}: ”{found}” i {column}, {why}.", {"why": "inget tal"})
    assert say_error(error) == "Rad 7: ”12st” i antal, inget tal."


def test_the_metric_page_draws_an_area_over_time_and_the_areas_beside_each_other(client, cilla, city):
    client.force_login(cilla)
    rows = [
        f"{year},{name},alla_brott,{year - 1900}\n"
        for year in (2022, 2023, 2024)
        for name in ("Norr", "Söder")
    ]
    read_in(client, city, "ar,omrade,brottstyp,antal\n" + "".join(rows))
    page = client.get(METRIC + "reported_crime/?stad=exempelstaden&omrade=exempelstaden/stadsomraden/soder")
    text = text_of(page)
    assert "Anmälda brott, alla i Söder" in text
    assert "Anmälda brott, alla, stadsområden, 2024" in text
    assert page.content.decode().count("<svg") >= 4  # both pictures, wide and narrow
    assert "style=" not in page.content.decode().partition("<main")[2]
    assert '<option value="exempelstaden/stadsomraden/soder" selected>Söder</option>' in page.content.decode()


def test_one_figure_is_told_to_be_too_few_for_a_line(client, cilla, city):
    client.force_login(cilla)
    read_in(client, city, "ar,omrade,brottstyp,antal\n2024,Norr,alla_brott,12\n")
    text = text_of(client.get(METRIC + "reported_crime/?stad=exempelstaden"))
    assert "Det behövs minst två siffror för att rita en kurva. Hittills finns en." in text


def test_a_series_over_a_reform_is_marked_in_the_picture(city, area):
    from datetime import date as day

    from samsyn.evidence import queries
    from samsyn.evidence.metrics import metric
    from samsyn.evidence.views import pictures

    norr = area("stadsomraden/norr")
    norr.division.valid_to = day(2023, 1, 1)
    series = [
        queries.Observation(
            "reported_crime", norr.key, "Norr", day(year, 1, 1), day(year + 1, 1, 1), year, "value", None, None, None, 1, None
        )
        for year in range(2020, 2025)
    ]  # fmt: skip
    picture = pictures.over_time(metric("reported_crime"), norr, series, [], "prov")
    assert "ny indelning 2023" in str(picture.wide)
    assert [row[0] for row in picture.rows] == ["2020", "2021", "2022", "2023", "2024"]


def test_a_month_outside_the_file_is_not_a_zero(client, cilla, city):
    client.force_login(cilla)
    rows = "".join(
        f"2025-0{month}-0{day},stold,12.005,57.515\n" for month in (1, 2, 4) for day in range(1, 9)
    )
    read_in(client, city, "datum,typ,longitud,latitud\n" + rows, file_name="handelser.csv", name="Utdrag")
    text = text_of(client.get(reverse("evidence:incidents") + "?stad=exempelstaden&ar=2025"))
    assert "Stöld 8 8 0 8 – – – – – – – – 24" in text
    assert "Det är inte noll." in text
