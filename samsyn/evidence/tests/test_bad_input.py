"""Bad files, each the whole way through the services: figures, or a message of three sentences; never half a dataset."""

import gzip
import hashlib
import io
import re
import zipfile

import pytest
from openpyxl import Workbook

from samsyn.evidence import queries, services
from samsyn.evidence.models import DataImport, DatasetKind, ImportContents, ImportState
from samsyn.evidence.tests.conftest import crimes, incidents
from samsyn.places import intake
from samsyn.ui.errors import UserError

GOOD = [
    (2023, "Norr", "alla_brott", 120),
    (2024, "Norr", "alla_brott", 130),
    (2024, "Söder", "alla_brott", 0),
]
NORR, SODER = (12.005, 57.515), (12.005, 57.505)


def is_three_sentences(text):
    sentences = [one for one in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ0-9”])", text.strip()) if one]
    return (
        len(sentences) == 3 and text.endswith((".", "?")) and "Traceback" not in text and "Error" not in text
    )


def is_whole(folder):
    """Whether every file in the store is what its name says, with nothing left of what was not finished."""
    files = [path for path in folder.rglob("*") if path.is_file() and "drawings" not in path.parts]
    named = all(
        hashlib.sha256(path.read_bytes()).hexdigest() == path.name.partition(".")[0] for path in files
    )
    return named and not ImportContents.objects.exclude(data_import__state=ImportState.IN_FORCE).exists()


@pytest.fixture
def refused(receive, settings):
    """Hand in a file that cannot be read; return what is said. Nothing but the original is kept."""

    def run(data, name="brott.csv", reader="bra-csv"):
        before = ImportContents.objects.count()
        with pytest.raises(UserError) as error:
            services.preview(receive(data, name), reader)
        assert is_three_sentences(str(error.value)), str(error.value)
        assert is_whole(settings.SAMSYN_DATA)
        assert ImportContents.objects.count() == before
        return str(error.value)

    return run


@pytest.fixture
def said(bring_in, settings):
    """Read a file in; return the import and what is said of each refused row."""

    def run(data, **kwargs):
        made = bring_in(data, **kwargs)
        errors = [services.error_text(row) for row in services.row_errors(made).to_pylist()]
        assert all(is_three_sentences(text) for text in errors), errors
        assert is_whole(settings.SAMSYN_DATA)
        return made, errors

    return run


def sheet(rows, merged=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def figures(area, metric="reported_crime", grain="year"):
    return [(row.start.year, row.value) for row in queries.series(metric, area, grain=grain)]


def test_an_empty_file(receive, refused):
    with pytest.raises(UserError) as error:
        receive(b"", "tom.csv")
    assert is_three_sentences(str(error.value))
    assert not DataImport.objects.exists()
    assert refused(b"\n\n  \n", "tom.csv").startswith("Filen tom.csv är tom. Vi hittade inga rader i den.")
    assert "har inga rader med uppgifter" in refused(crimes(), "rubrik.csv")


def test_wrong_columns(refused):
    text = refused("id;namn\n1;Norr\n")
    assert text.startswith("Filen brott.csv saknar kolumnen ”")
    assert "Kolumnerna i filen är: id, namn." in text


def test_text_where_numbers_should_be(said, area):
    made, errors = said(
        crimes(*GOOD, (2025, "Norr", "alla_brott", "många"), ("i fjol", "Norr", "alla_brott", 4))
    )
    assert (made.rows_taken, made.rows_refused) == (3, 2)
    assert errors[0].startswith("Rad 5: ”många” i kolumnen ”antal” är inte ett tal.")
    assert errors[1].startswith("Rad 6: ”i fjol” i kolumnen ”ar” är ingen period")
    assert figures(area("stadsomraden/norr")) == [(2023, 120), (2024, 130)]


def test_merged_cells_hold_for_all_their_rows(said, area):
    rows = [
        ["ar", "omrade", "brottstyp", "antal"],
        [2023, "Norr", "alla_brott", 7],
        [2024, None, "alla_brott", 8],
    ]
    made, errors = said(sheet(rows, ["B2:B3"]), name="brott.xlsx")
    assert (made.rows_taken, errors) == (2, [])
    assert figures(area("stadsomraden/norr")) == [(2023, 7), (2024, 8)]
    assert any("Sammanfogade celler" in note["template"] for note in made.warnings)


def test_rows_that_stand_twice(said, area):
    made, errors = said(crimes(*GOOD, (2024, "Norr", "alla_brott", 999), (2024, "Norr", "alla_brott", 130)))
    assert (made.rows_taken, made.rows_refused) == (3, 2)
    assert "Det står på rad 3." in errors[0]
    assert figures(area("stadsomraden/norr")) == [(2023, 120), (2024, 130)]


def test_an_unknown_area(said, bring_in, settings):
    made, errors = said(crimes(*GOOD, (2024, "Atlantis", "alla_brott", 1)))
    assert (made.rows_taken, made.rows_refused) == (3, 1)
    assert errors == [
        "Området ”Atlantis” finns inte i Exempelstaden. Rad 5 lästes inte in. "
        "Rätta stavningen i filen, eller välj vilket område som menas."
    ]
    stopped = bring_in(crimes((2024, "Atlantis", "alla_brott", 1)), name="alla.csv", state=ImportState.FAILED)
    assert is_three_sentences(stopped.message)
    assert is_whole(settings.SAMSYN_DATA)


def test_two_spellings_of_an_area_are_one_area(said, area):
    made, errors = said(
        crimes((2023, "NORR", "alla_brott", 1), (2024, "Norr (Exempelstaden)", "alla_brott", 2), (2025, " norr ", "alla_brott", 3))
    )  # fmt: skip
    assert (made.rows_taken, errors) == (3, [])
    assert figures(area("stadsomraden/norr")) == [(2023, 1), (2024, 2), (2025, 3)]


def test_two_spellings_of_an_area_in_one_period_are_one_row_too_many(said, area):
    made, errors = said(crimes((2024, "Norr", "alla_brott", 1), (2024, "NORR", "alla_brott", 2)))
    assert (made.rows_taken, made.rows_refused) == (1, 1)
    assert errors[0].startswith("Rad 3 upprepar rad 2.")
    assert figures(area("stadsomraden/norr")) == [(2024, 1)]


def _in(system, *points):
    from pyproj import Transformer

    to = Transformer.from_crs("EPSG:4326", system, always_xy=True)
    return [(f"2024-01-0{day} 12:00", "stold", *to.transform(*point)) for day, point in enumerate(points, 1)]


@pytest.fixture
def events(said, dataset):
    def run(rows, crs="", state=ImportState.IN_FORCE):
        text = "datum,typ,x,y\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)
        options = {"start": "datum", "category": "typ", "x": "x", "y": "y", **({"crs": crs} if crs else {})}
        into = dataset("Händelser", DatasetKind.INCIDENTS, "incidents")
        return said(text, name="handelser.csv", into=into, options=options, state=state)[0]

    return run


@pytest.mark.parametrize("system", ["EPSG:3006", "EPSG:3007", "EPSG:3857", "EPSG:4326"])
def test_coordinates_in_any_system_end_up_in_the_same_areas(events, area, system):
    made = events(_in(system, NORR, NORR, SODER), system)
    assert (made.rows_taken, made.rows_outside) == (3, 0)
    assert figures(area("stadsomraden/norr"), "incidents", "month") == [(2024, 2)]
    assert figures(area("stadsomraden/soder"), "incidents", "month") == [(2024, 1)]


@pytest.mark.parametrize(("system", "told"), [("EPSG:3006", "EPSG:4326"), ("EPSG:4326", "EPSG:3006")])
def test_metres_told_to_be_degrees_and_the_other_way_round_are_stopped(events, system, told):
    made = events(_in(system, NORR, SODER), told, state=ImportState.FAILED)
    assert is_three_sentences(made.message), made.message
    assert not ImportContents.objects.exists()


@pytest.mark.parametrize("system", ["EPSG:4326", "EPSG:3006"])
def test_swapped_axes_are_stopped_or_put_right(events, system):
    rows = [(day, kind, y, x) for day, kind, x, y in _in(system, NORR, SODER)]
    made = events(rows, system, state=ImportState.FAILED)
    assert is_three_sentences(made.message), made.message
    assert not ImportContents.objects.exists()


def test_swapped_axes_are_put_right_when_the_numbers_show_it(receive, bring_in_incidents, area):
    rows = [("2024-01-01 12:00", "stold", *reversed(NORR)), ("2024-01-02 12:00", "stold", *reversed(SODER))]
    text = incidents(*rows)  # latitudes under the heading longitud
    notes = services.preview(receive(text, "prov.csv"), "incidents").notes
    assert any("har bytt plats mot vad rubrikerna säger" in template for template, _facts in notes)
    made = bring_in_incidents(text, again=True)
    assert (made.rows_taken, made.rows_outside) == (2, 0)
    assert figures(area("stadsomraden/norr"), "incidents", "month") == [(2024, 1)]


def test_half_a_file(said, refused, area):
    whole = crimes(*GOOD)
    made, errors = said(whole[:-8])  # in the middle of the last row
    assert (made.rows_taken, made.rows_refused) == (2, 1)
    assert errors[0].startswith("Rad 4 har ")
    assert "är trasig eller bara halv" in refused(gzip.compress(whole.encode() * 50)[:-30], "brott.csv.gz")
    excel = sheet([["ar", "omrade", "brottstyp", "antal"], *map(list, GOOD)])
    assert is_three_sentences(refused(excel[: len(excel) // 2], "brott.xlsx"))


def test_a_file_that_breaks_far_down_is_stopped_whole(receive, dataset, settings):
    """The first rows are fine, so that only the run itself meets the break."""
    rows = [(2024, "Norr", "alla_brott", 1)] + [
        (1900 + n % 120, "Söder", "misshandel", n) for n in range(60_000)
    ]
    data = gzip.compress(crimes(*rows).encode())
    received = receive(data[: int(len(data) * 0.9)], "brott.csv.gz")
    services.choose(
        data_import=received, dataset=dataset(), reader="bra-csv", options={}, division=None, by=None
    )
    services.confirm(data_import=received, by=None)
    assert received.state == ImportState.FAILED
    assert received.message == (
        "Filen brott.csv.gz är trasig eller bara halv. Den tog slut eller ändrade form mitt i läsningen. "
        "Hämta hela filen på nytt och lämna in den igen."
    )
    assert not ImportContents.objects.exists()
    assert is_whole(settings.SAMSYN_DATA)


def test_a_zip_bomb(refused):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (80 << 20))
    assert "packar upp till orimligt mycket" in refused(bomb.getvalue(), "bomb.xlsx", "bra-excel")
    packed = gzip.compress(b"ar,omrade,brottstyp,antal\n" + b" " * (90 << 20), compresslevel=9)
    assert is_three_sentences(refused(packed, "bomb.csv.gz"))


def test_formulas_in_cells(said, area):
    rows = [
        ["ar", "omrade", "brottstyp", "antal"],
        *map(list, GOOD),
        [2025, "Norr", "alla_brott", "=SUM(D2:D3)"],
    ]
    made, errors = said(sheet(rows), name="brott.xlsx")
    assert (made.rows_taken, made.rows_refused) == (3, 1)
    assert errors[0].startswith("Rad 5: kolumnen ”antal” innehåller en formel utan värde.")
    assert figures(area("stadsomraden/norr")) == [(2023, 120), (2024, 130)]
    assert b"'=SUM" in b"".join(services.errors_as_csv(made))  # harmless in the list that is downloaded


def test_a_formula_as_the_name_of_an_area_is_never_run_nor_stored(said):
    made, errors = said(crimes(*GOOD, (2024, '"=HYPERLINK(""http://x"")"', "alla_brott", 1)))
    assert (made.rows_taken, made.rows_refused) == (3, 1)
    assert "innehåller en formel utan värde" in errors[0]


def _areas(*features):
    import json

    shapes = [
        {"type": "Feature", "properties": {"kod": code, "namn": code}, "geometry": {"type": "Polygon", "coordinates": rings}}
        for code, rings in features
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": shapes}).encode()


SQUARE = [[[12, 57], [12.1, 57], [12.1, 57.1], [12, 57.1], [12, 57]]]
BOW_TIE = [[[12.2, 57], [12.3, 57.1], [12.3, 57], [12.2, 57.1], [12.2, 57]]]


def test_a_polygon_that_crosses_itself_is_mended_and_said(tmp_path):
    path = tmp_path / "omraden.geojson"
    path.write_bytes(_areas(("A", SQUARE), ("B", BOW_TIE)))
    draft = intake.read_areas(path)
    assert [area.code for area in draft.areas] == ["A", "B"]
    assert "Gränsen för ”B” korsade sig själv och lagades." in " ".join(draft.notes + draft.problems)


def test_an_empty_polygon_is_left_out_and_named(tmp_path):
    path = tmp_path / "omraden.geojson"
    path.write_bytes(_areas(("A", SQUARE), ("B", [])))
    draft = intake.read_areas(path)
    assert [area.code for area in draft.areas] == ["A"]
    assert "Området ”B” är tomt i filen" in " ".join(draft.notes + draft.problems)
    path.write_bytes(_areas(("B", [])))
    with pytest.raises(UserError, match="Inga områden lästes in"):
        intake.read_areas(path)
