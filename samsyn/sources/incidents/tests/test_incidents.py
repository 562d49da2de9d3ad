from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pyproj import Transformer

from samsyn.sources.contract import SourceError
from samsyn.sources.incidents.reader import READER
from samsyn.sources.registry import recognise
from samsyn.sources.tests.reading import read, refused, write

SAMPLE = Path(__file__).parents[1] / "sample"
HEADING = "id,brottstyp,start,slut,x,y\n"
GOOD = "9,Stöld,2024-01-02 10:00,,11.97,57.70\n"


@pytest.mark.parametrize(
    ("name", "rows", "nowhere", "precision", "category"),
    [
        ("nottingham_burglary.csv.gz", 1795, 0, "month", "Nottingham burglary"),
        ("nottingham_robbery.csv.gz", 555, 0, "month", "Nottingham robbery"),
        ("nyc_vehicle_thefts_2014_2017.csv.gz", 35_746, 0, "minute", "Nyc vehicle thefts"),
        ("west_yorkshire_street_2016-07.csv.gz", 27_176, 1347, "month", "Anti-social behaviour"),
        ("west_yorkshire_street_2017-07.csv.gz", 28_537, 1541, "month", "Burglary"),
    ],
)
def test_the_real_files_are_read_whole(reference, name, rows, nowhere, precision, category):
    path = reference / "handelser" / name
    assert recognise(path)[0][1] is READER
    found, errors = read(READER, path, **READER.preview(path).options)
    assert (len(found), errors) == (rows, [])
    assert sum(row["lon"] is None for row in found) == nowhere  # the numbers of the data's own README
    assert {row["precision"] for row in found} == {precision}
    assert found[0]["category"] == category


def test_a_span_of_time_has_both_ends(reference):
    first = read(READER, reference / "handelser" / "nyc_vehicle_thefts_2014_2017.csv.gz")[0][0]
    assert (first["start"], first["end"]) == (datetime(2013, 12, 31, 10), datetime(2014, 1, 1, 16, 30))
    assert (first["incident"], first["lon"], first["lat"]) == ("12386084", -73.866212, 40.740061)


def test_the_sample_is_read_with_decimal_comma_in_its_own_system():
    preview = READER.preview(SAMPLE / "brott.csv")
    assert preview.options["crs"] == "EPSG:3006"
    assert "Koordinatsystemet {crs} är en gissning" in preview.notes[0][0]
    rows, errors = read(READER, SAMPLE / "brott.csv", **preview.options)
    assert errors == []
    lon, lat = Transformer.from_crs(3006, 4326, always_xy=True).transform(319100.5, 6400200.0)
    assert (rows[0]["lon"], rows[0]["lat"]) == (pytest.approx(lon), pytest.approx(lat))
    assert [row["precision"] for row in rows] == ["minute", "minute", "day", "minute"]
    assert (rows[3]["lon"], rows[3]["start"]) == (None, datetime(2024, 4, 2, 21, 15))


@pytest.mark.parametrize("code", ["EPSG:3006", "3007", "EPSG:3021", "EPSG:25832"])
def test_any_system_is_taken_to_degrees(tmp_path, code):
    number = int(code.removeprefix("EPSG:"))
    x, y = Transformer.from_crs(4326, number, always_xy=True).transform(11.97, 57.70)
    rows, errors = read(READER, write(tmp_path, f"{HEADING}1,Stöld,2024-01-02,,{x},{y}\n"), crs=code)
    assert errors == []
    assert (rows[0]["lon"], rows[0]["lat"]) == (
        pytest.approx(11.97, abs=1e-6),
        pytest.approx(57.70, abs=1e-6),
    )


@pytest.mark.parametrize(
    ("text", "start", "precision"),
    [
        ("2024-10-19", datetime(2024, 10, 19), "day"),
        ("2024-10-19 08:27", datetime(2024, 10, 19, 8, 27), "minute"),
        ("2024-10-19T08:27:15", datetime(2024, 10, 19, 8, 27, 15), "minute"),
        ("2024-10-19 8:27:15 +02:00", datetime(2024, 10, 19, 8, 27, 15), "minute"),
        ("2024-10-19T06:27:00Z", datetime(2024, 10, 19, 8, 27), "minute"),  # summer time
        ("2024-12-31T23:30Z", datetime(2025, 1, 1, 0, 30), "minute"),  # winter time, another day and year
        ("2024-10", datetime(2024, 10, 1), "month"),
        ("202410", datetime(2024, 10, 1), "month"),
        ("20241019", datetime(2024, 10, 19), "day"),
        ("19/10/2024 kl. 08.27", datetime(2024, 10, 19, 8, 27), "minute"),
        ("3.4.2024", datetime(2024, 4, 3), "day"),
        ("2024-10-19 00:00:00", datetime(2024, 10, 19), "day"),  # nothing but midnights are dates
        ("2024-10-18T22:00:00Z", datetime(2024, 10, 19), "day"),  # midnight in Sweden, stored as UTC
    ],
)
def test_times_become_local_and_know_how_fine_they_are(tmp_path, text, start, precision):
    rows, errors = read(READER, write(tmp_path, f"{HEADING}1,Stöld,{text},,11.97,57.70\n"))
    assert errors == []
    assert (rows[0]["start"], rows[0]["precision"]) == (start, precision)


def test_midnight_among_other_times_is_a_time(tmp_path):
    rows, _errors = read(READER, write(tmp_path, f"{HEADING}1,Stöld,2024-10-19 00:00,,11.97,57.70\n{GOOD}"))
    assert [row["precision"] for row in rows] == ["minute", "minute"]


def test_date_and_clock_may_stand_in_two_columns(tmp_path):
    path = write(
        tmp_path,
        "brottstyp;datum;klockslag;x;y\nStöld;2024-10-19;8.27;11,97;57,70\nStöld;2024-10-20;;11,97;57,70\n",
    )
    rows, errors = read(READER, path)
    assert errors == []
    assert [(row["start"], row["precision"]) for row in rows] == [
        (datetime(2024, 10, 19, 8, 27), "minute"),
        (datetime(2024, 10, 20), "day"),
    ]


def test_month_may_come_before_day(tmp_path):
    path = write(tmp_path, f"{HEADING}1,Stöld,3/4/2024,,11.97,57.70\n")
    assert read(READER, path)[0][0]["start"] == datetime(2024, 4, 3)
    assert read(READER, path, date_order="month")[0][0]["start"] == datetime(2024, 3, 4)


def test_one_crime_type_may_hold_for_the_whole_file(tmp_path):
    path = write(tmp_path, "datum,x,y\n2024-01-01,11.97,57.70\n", "rån_2024.csv")
    preview = READER.preview(path)
    assert preview.options["category_text"] == "Händelse"  # a short name says nothing
    assert "Filen har ingen kolumn för brottstyp" in preview.notes[0][0]
    assert read(READER, path, category_text="Rån")[0][0]["category"] == "Rån"


def test_an_area_code_will_do_instead_of_a_place(tmp_path):
    rows, errors = read(READER, write(tmp_path, "brottstyp,datum,primaromrade\nStöld,2024-01-01,101\n"))
    assert errors == []
    assert (rows[0]["area"], rows[0]["lon"]) == ("101", None)


def test_zero_zero_is_no_place(tmp_path):
    rows, errors = read(READER, write(tmp_path, f"{HEADING}1,Stöld,2024-01-01,,0,0\n{GOOD}"))
    assert (rows[0]["lon"], errors) == (None, [])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1,,2024-01-01,,11.9,57.7", "Rad 2: brottstypen i kolumnen ”brottstyp” saknas."),
        ("1,=1+1,2024-01-01,,11.9,57.7", "Rad 2: kolumnen ”brottstyp” innehåller en formel."),
        (
            f"1,{'x' * 201},2024-01-01,,11.9,57.7",
            "Rad 2: texten i kolumnen ”brottstyp” är längre än 200 tecken.",
        ),
        ("1,Stöld,,,11.9,57.7", "Rad 2: tiden i kolumnen ”start” saknas."),
        ("1,Stöld,igår,,11.9,57.7", "Rad 2: ”igår” i kolumnen ”start” är ingen tid som vi känner igen."),
        ("1,Stöld,2024-02-30,,11.9,57.7", "Rad 2: ”2024-02-30” i kolumnen ”start” är ingen tid"),
        ("1,Stöld,2024-01-02,nyss,11.9,57.7", "Rad 2: ”nyss” i kolumnen ”slut” är ingen tid"),
        ("1,Stöld,2024-01-02,2024-01-01,11.9,57.7", "Rad 2: sluttiden ”2024-01-01” ligger före starttiden."),
        ("1,Stöld,2024-01-02,,öst,57.7", "Rad 2: ”öst” i kolumnen ”x” är ingen koordinat."),
        ("1,Stöld,2024-01-02,,,57.7", "Rad 2: kolumnen ”x” är tom, men den andra koordinaten finns."),
        ("1,Stöld,2024-01-02,,11.9,", "Rad 2: kolumnen ”y” är tom, men den andra koordinaten finns."),
        ("1,Stöld,2024-01-02,,nan,57.7", "Rad 2: ”nan” i kolumnen ”x” är ingen koordinat."),
        ("1,Stöld,2024-01-02,,1190,57.7", "Rad 2: koordinaten ”1190” i kolumnen ”x” ligger utanför kartan"),
        (
            "1,Stöld,2099-01-02,,11.9,57.7",
            "Rad 2: tiden ”2099-01-02” i kolumnen ”start” ligger efter 2025-12-31.",
        ),
        ("1,Stöld,2024-01-02", "Rad 2 har 3 celler, vilket inte stämmer med rubriken."),
    ],
)
def test_a_wrong_row_is_said_and_the_others_are_read(tmp_path, row, message):
    path = write(tmp_path, f"{HEADING}{row}\n{GOOD}{GOOD}{GOOD}")
    rows, errors = read(READER, path, not_after="2025-12-31", crs="EPSG:4326")
    assert [found["row"] for found in rows] == [3, 4, 5]
    assert len(errors) == 1
    assert errors[0].startswith(message)
    preview = READER.preview(path, {"not_after": "2025-12-31", "crs": "EPSG:4326"})
    assert [str(error) for error in preview.batch.errors] == errors


def test_rows_keep_their_numbers_past_empty_and_cut_rows(tmp_path):
    body = f'{GOOD}\n{GOOD}1,2\n"9\n9",Stöld,2024-01-01,,11.9,57.7\n,,,,,\n{GOOD}'
    rows, errors = read(READER, write(tmp_path, HEADING + body))
    assert [row["row"] for row in rows] == [2, 4, 6, 8]
    assert errors[0].startswith("Rad 5 har 2 celler")


def test_swapped_axes_are_seen(tmp_path):
    path = write(tmp_path, "brottstyp,datum,x,y\nStöld,2024-01-01,57.7,11.9\n")
    assert "tycks ha bytt plats" in refused(READER, path, x="x", y="y")
    preview = READER.preview(path)
    assert (preview.options["x"], preview.options["y"]) == ("y", "x")
    assert "har bytt plats mot vad rubrikerna säger" in preview.notes[0][0]


def test_swapped_metres_are_seen(tmp_path):
    path = write(tmp_path, "brottstyp,datum,x,y\nStöld,2024-01-01,6400000,319000\n")
    assert "tycks ha bytt plats" in refused(READER, path, x="x", y="y", crs="EPSG:3006")
    assert READER.preview(path).options["crs"] == "EPSG:3006"


def test_metres_and_degrees_are_not_taken_for_each_other(tmp_path):
    metres = write(tmp_path, "brottstyp,datum,x,y\nStöld,2024-01-01,319000,6400000\n", "m.csv")
    degrees = write(tmp_path, "brottstyp,datum,x,y\nStöld,2024-01-01,11.9,57.7\n", "g.csv")
    assert "är inte grader" in refused(READER, metres, crs="EPSG:4326")
    assert "ser ut som grader" in refused(READER, degrees, crs="EPSG:3006")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"crs": "EPSG:1"}, "Koordinatsystemet ”EPSG:1” känner vi inte igen"),
        ({"crs": "norr"}, "Koordinatsystemet ”norr” känner vi inte igen"),
        ({"category": "brott"}, "saknar kolumnen ”brott”"),
        ({"not_after": "snart"}, "”snart” är inget datum"),
        ({"date_order": "år"}, "kan inte vara ”år”"),
    ],
)
def test_a_recipe_that_does_not_fit_is_refused(tmp_path, options, message):
    assert message in refused(READER, write(tmp_path, HEADING + GOOD), **options)


def test_wrong_columns_are_named(tmp_path):
    message = refused(READER, write(tmp_path, "område,antal\nNorr,3\n"))
    assert message.startswith("Filen fil.csv saknar kolumnen ”datum”. Kolumnerna i filen är: område, antal.")


def test_a_heading_alone_is_no_incidents(tmp_path):
    assert "Vi hittade bara en rubrikrad" in refused(READER, write(tmp_path, HEADING))


def test_a_broken_parquet_file_is_half(tmp_path):
    path = tmp_path / "fil.parquet"
    path.write_bytes(b"PAR1" + b"x" * 100)
    assert "trasig eller bara halv" in refused(READER, path)


def test_parquet_and_excel_say_the_same_as_csv(tmp_path):
    times = [datetime(2024, 1, 2, 10), datetime(2024, 3, 4, 23, 30)]
    columns = {"brottstyp": ["Stöld", "Rån"], "start": times, "x": [11.97, 11.98], "y": [57.7, 57.71]}
    lines = [",".join(map(str, row)) for row in zip(*columns.values(), strict=True)]
    csv = write(tmp_path, "\n".join([",".join(columns), *lines, ""]))
    pq.write_table(pa.table(columns), tmp_path / "fil.parquet")
    book = Workbook()
    for row in [list(columns), *map(list, zip(*columns.values(), strict=True))]:
        book.active.append(row)
    book.save(tmp_path / "fil.xlsx")
    expected = read(READER, csv)
    assert expected[1] == [] and len(expected[0]) == 2
    assert read(READER, tmp_path / "fil.parquet") == expected
    assert read(READER, tmp_path / "fil.xlsx") == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encodings_and_delimiters_give_the_same(tmp_path, encoding, mark):
    path = write(tmp_path, (HEADING + GOOD).replace(",", mark), encoding=encoding)
    rows, errors = read(READER, path)
    assert ([row["category"] for row in rows], errors) == (["Stöld"], [])


def test_at_most_a_thousand_errors_are_spelled_out(tmp_path):
    path = write(tmp_path, HEADING + "1,Stöld,igår,,11.9,57.7\n" * 3000 + "1,2\n" * 3000 + GOOD)
    batches = list(READER.batches(path, {}))
    assert sum(len(batch.errors) for batch in batches) == 1000
    assert sum(batch.refused for batch in batches) == 6000
    assert sum(batch.rows_read for batch in batches) == 6001


def test_a_long_file_comes_in_batches_and_tells_how_far(tmp_path):
    path = write(tmp_path, HEADING + GOOD * 400_000)
    told = []
    batches = list(READER.batches(path, {}, progress=lambda done, total: told.append((done, total))))
    assert len(batches) > 1
    assert [row for batch in batches for row in batch.table["row"].to_pylist()] == list(range(2, 400_002))
    assert told == sorted(told) and told[-1][0] == told[-1][1] == path.stat().st_size


def test_a_file_in_two_encodings_stops_in_three_sentences(tmp_path):
    path = tmp_path / "fil.csv"
    path.write_bytes((HEADING + GOOD * 200_000).encode() + GOOD.encode("cp1252"))
    with pytest.raises(SourceError, match="teckenkodning"):
        list(READER.batches(path, {}))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)), st.floats(10, 25), st.floats(55, 70)
        ),
        min_size=1,
        max_size=20,
    )
)
def test_times_and_places_come_out_as_they_stand(tmp_path_factory, events):
    events = [(time.replace(microsecond=0), round(lon, 6), round(lat, 6)) for time, lon, lat in events]
    body = "".join(f"{n},Stöld,{time},,{lon},{lat}\n" for n, (time, lon, lat) in enumerate(events))
    rows, errors = read(READER, write(tmp_path_factory.mktemp("tid"), HEADING + body))
    assert errors == []
    assert [(row["start"], row["lon"], row["lat"]) for row in rows] == events
