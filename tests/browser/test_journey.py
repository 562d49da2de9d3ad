"""From real files to a lägesbild that both parties decided: of Göteborg's Nordost and of a city added by hand."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from tests.browser import hands

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

POLICE_UK = {
    "source_name": "police.uk",
    "licence": "OGL v3",
    "attribution": "Contains police.uk data, OGL v3",
}
BOXES = {"Leeds": (-1.7003, 53.7001, -1.3007, 53.9003), "Bradford": (-2.0009, 53.7001, -1.7003, 53.9003)}
WEST_YORKSHIRE = "west_yorkshire_street_2016-07.csv.gz"


def _boxes(folder: Path) -> Path:
    """Two squares of West Yorkshire as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": name[:2], "name": name},
            "geometry": {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]},
        }
        for name, (w, s, e, n) in BOXES.items()
    ]
    file = folder / "boxes.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return file


def _rows_and_outside(file: Path) -> tuple[int, int]:
    """How many rows, and how many lie in no box or nowhere: counted here, not by the program."""
    with gzip.open(file, "rt", encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    inside = 0
    for row in rows:
        if row["Longitude"] and row["Latitude"]:
            x, y = float(row["Longitude"]), float(row["Latitude"])
            inside += any(w <= x <= e and s <= y <= n for w, s, e, n in BOXES.values())
    return len(rows), len(rows) - inside


@pytest.fixture(params=["sv", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def say(language):
    return hands.words(language)


def _known_again(page, say, file: Path) -> None:
    """The same file again changes nothing, and the page leads to the import that stands."""
    hands.hand_in(page, say, "goteborg", file)
    page.get_by_role("link", name=say("Öppna den tidigare inläsningen")).wait_for()


def _gothenburg(page, say, language: str, reference: Path, folder: Path) -> None:
    """The files that the example holds are known again; a correction supersedes and keeps the old."""
    crime = reference / "statistik" / "bra_anmalda_brott_stadsomraden.csv"
    folk, safe = (
        reference / "statistik" / "folkmangd.csv",
        reference / "lagesbild" / "trygghet_mellanomraden.csv",
    )
    for known in (
        folk,
        safe,
        *([crime] if language == "sv" else []),
    ):  # the first journey replaces the crimes
        _known_again(page, say, known)
    corrected = folder / f"brott-rattad-{language}.csv"
    value = hands.corrected(crime, corrected, "2025,Nordost,alla_brott,", 3 if language == "sv" else 7)
    hands.hand_in(page, say, "goteborg", corrected)
    hands.belongs_to(page, "Anmälda brott i stadsområden")
    taken, refused, _outside = hands.read_in(page, say)
    assert taken > 0
    assert refused == 0
    imported = page.url
    _known_again(page, say, corrected)
    page.goto(imported)
    page.locator('main a[href^="/underlag/datamangd/"]').first.click()
    older = page.locator('main a[href^="/underlag/inlasning/"]')
    states = page.locator("main").inner_text()
    assert say("ersatt") in states.lower()
    assert older.count() >= 2
    page.goto("/par/goteborg-nordost/lagesbild/matt/reported_crime/")
    shown = [hands.number_in(text) for text in page.locator("a.num").all_inner_texts() if any(map(str.isdigit, text))]  # fmt: skip
    assert int(value) in shown
    _police_notices(page, say, language, reference / "polis" / "events_api_exempel.json", folder)


def _police_notices(page, say, language: str, source: Path, folder: Path) -> None:
    """The same notices written otherwise change nothing, and the page says so; fewer notices are a correction."""
    notices = json.loads(source.read_text("utf-8"))
    feed = folder / f"polisen-{language}.json"
    kept = notices[3 if language == "sv" else 5 :]
    for indent in (1, 2):
        feed.write_text(json.dumps(kept, indent=indent), "utf-8")
        hands.hand_in(page, say, "goteborg", feed)
        if indent == 1:
            assert hands.read_in(page, say)[:2] == [len(kept), 0]
    page.locator('button[formaction$="/las-in/"]').click()
    nothing = say("Filen ändrade ingenting. Talen i den är exakt desamma som i {file}, som lästes in {day}. Det som gällde gäller fortfarande.")  # fmt: skip
    page.locator("p.lead", has_text=nothing.partition(".")[0]).wait_for(timeout=hands.LONG_MS)


def _survey(page, say, language: str, folder: Path) -> None:
    """A survey without a base, whose columns we name."""
    file = folder / f"trygghet-{language}.csv"
    year = 2031 if language == "sv" else 2032
    file.write_text(f"omrade;ar;andel trygga\nNordost;{year};61,5\nCentrum;{year};80,25\n", "utf-8")
    hands.hand_in(page, say, "goteborg", file)
    assert page.locator("[name=reader]").input_value() == "survey-shares"
    hands.belongs_to_new(
        page, source_name="Göteborgs Stad", name=f"Trygghet {language}", licence="CC0", attribution="Göteborgs Stad"
    )  # fmt: skip
    assert hands.read_in(page, say)[:2] == [2, 0]


def _nottingham(page, say, name: str, folder: Path) -> tuple[str, str]:
    """A second city by its wards, its pair, its people and its incidents with the columns mapped."""
    city = hands.add_city(page, say, name, folder / "nottingham_wards.gpkg", division="Wards")
    pair = hands.open_pair(page, say, city, name, since="2011-01-01")
    hands.give_role(page, say, city, "Astrid", "coordinator", name)
    hands.give_role(page, say, city, "Bo", "municipal-officer", name)
    for kind, rows in (("burglary", 1795), ("robbery", 555)):
        hands.hand_in(page, say, city, folder / f"nottingham_{kind}.csv.gz")
        assert page.locator("[name=val-start]").input_value() == "month"
        assert page.locator("[name=val-x]").input_value() == "longitude"
        page.fill("[name=val-category_text]", kind.capitalize())
        hands.press(page, say("Visa filen med valen"))
        page.wait_for_load_state()
        assert f"{kind.capitalize()}, " in page.locator("main table").first.inner_text()
        hands.belongs_to_new(page, name=f"Street crime: {kind}", **POLICE_UK)
        taken, refused, outside = hands.read_in(page, say)
        assert (taken, refused) == (rows, 0)
        assert outside < rows / 20
    return city, pair


def _west_yorkshire(page, say, name: str, reference: Path, folder: Path) -> None:
    """A third city: the rows outside its two squares are told as they are."""
    city = hands.add_city(page, say, name, _boxes(folder), division="Squares")
    file = reference / "handelser" / WEST_YORKSHIRE
    hands.hand_in(page, say, city, file)
    assert page.locator("[name=val-category]").input_value() == "Crime type"
    assert page.locator("[name=val-incident]").input_value() == "Crime ID"
    hands.belongs_to_new(page, name="Street crime", **POLICE_UK)
    rows, outside = _rows_and_outside(file)
    assert hands.read_in(page, say) == [rows, 0, outside]


def _write_and_decide(visit, say, language: str, pair: str, period: tuple[str, str]) -> None:
    """Astrid and Bo write the three parts, a finding each and a level; both approve the same text."""
    astrid, bo = visit("astrid", language=language), visit("bo", language=language)
    hands.write_part(astrid, say, pair, "mapping", "Vi ser flest händelser kring torget på kvällarna.")
    hands.write_part(bo, say, pair, "other", "Patrullerna ser fler ungdomar vid hållplatsen.")
    hands.write_part(
        astrid, say, pair, "analysis", "Vi tror att mörkret vid torget spelar roll, men vet inte."
    )
    hands.write_finding(astrid, say, pair, f"Torget bär mest, {language}", "Vi är ganska säkra.")
    hands.write_finding(bo, say, pair, f"Kvällen är svårast, {language}", "Tiderna är osäkra.")
    astrid.goto(f"/par/{pair}/lagesbild/")
    assert f"Kvällen är svårast, {language}" not in astrid.content()
    hands.release(astrid, say, pair, other="polisen")
    hands.release(bo, say, pair, other="staden")
    hands.judge_alike(astrid, bo, say, pair, "hela", "tunt", "Vi har bara anmälda brott.")
    number = hands.cut_edition(astrid, say, pair, *period)
    hands.approve(astrid, say, pair, number, "Godkänn för staden")
    astrid.get_by_text(say("Ditt godkännande är sparat. Nu väntar utgåvan på den andra parten.")).wait_for()
    hands.approve(bo, say, pair, number, "Godkänn för polisen")
    bo.get_by_text(say("Utgåva %(number)s är beslutad av båda parter.", number=number)).wait_for()
    bo.wait_for_url(f"**/utgavor/{number}/")
    for kind, media in (("pdf", "application/pdf"), ("word", "wordprocessingml.document")):
        answer = bo.request.get(f"/rapporter/{pair}/utgava/{number}/{kind}/", timeout=hands.LONG_MS)
        assert answer.status == 200
        assert media in answer.headers["content-type"]
    assert astrid.faults + bo.faults == []


def _two_clicks(page, pair: str) -> None:
    """From a figure on the lägesbild to its origin, and from there to the file with its checksum."""
    page.goto(f"/par/{pair}/lagesbild/")
    page.locator('main a[href^="/underlag/ursprung/"]').first.click()
    page.wait_for_url("**/underlag/ursprung/**")
    checksum = page.locator("dd.hash").first.inner_text()
    assert len(checksum) == 64
    page.locator('main a[href^="/underlag/inlasning/"]').first.click()
    page.wait_for_url("**/underlag/inlasning/**")
    assert checksum in page.locator("dl.facts").inner_text()


def test_files_go_in_by_hand_and_two_pictures_are_decided_by_both(visit, language, say, reference, tmp_path):
    cilla = visit("cilla", language=language)
    name = {"sv": "Nottingham", "en": "City of Nottingham"}[language]
    _gothenburg(cilla, say, language, reference, tmp_path)
    _survey(cilla, say, language, tmp_path)
    _city, pair = _nottingham(cilla, say, name, reference / "handelser")
    _west_yorkshire(cilla, say, {"sv": "Leeds", "en": "City of Leeds"}[language], reference, tmp_path)
    _write_and_decide(visit, say, language, pair, ("2022-01-01", "2022-12-31"))
    _write_and_decide(visit, say, language, "goteborg-nordost", ("2025-01-01", "2025-12-31"))
    _two_clicks(cilla, pair)
    _two_clicks(cilla, "goteborg-nordost")
    assert [fault for fault in cilla.faults if "422" not in fault] == []
