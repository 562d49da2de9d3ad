import gzip
import json
import zipfile
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.sources.areas.reader import READER
from samsyn.sources.registry import recognise
from samsyn.sources.tests.reading import read, refused, write

SAMPLE = Path(__file__).parents[1] / "sample"


def collection(*features, **more):
    rows = [
        {"type": "Feature", "properties": row, "geometry": shape and json.loads(shapely.to_geojson(shape))}
        for row, shape in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": rows} | more)


def square(x=12.0, y=57.5, side=0.01):
    return shapely.box(x, y, x + side, y + side)


@pytest.mark.parametrize(
    ("name", "areas", "code", "label", "parent"),
    [
        ("geo/goteborg_basomraden.geojson.gz", 1012, "basomrade", "basomrade", "primaromrade"),
        ("geo/goteborg_primaromraden.geojson", 96, "primaromrade", "primaromrade_namn", "mellanomrade"),
        ("geo/goteborg_mellanomraden.geojson", 36, "mellanomrade", "mellanomrade_namn", "stadsomrade"),
        ("geo/goteborg_stadsomraden_2021.geojson", 4, "stadsomrade", "stadsomrade", ""),
        ("geo/goteborg_stadsdelar_2011_2020.geojson", 10, "sdn_2011_2020", "sdn_2011_2020", ""),
        ("geo/goteborgsregionen_regso_2025.geojson", 300, "regsokod", "regsonamn", "kommunnamn"),
        ("geo/kommuner.geojson", 290, "kommunkod", "kommunnamn", ""),
        ("geo/lan.geojson", 21, "lan_kod", "lan", ""),
        ("geo/original/Kommun_Sweref99TM.zip", 290, "KnKod", "KnNamn", ""),
        ("geo/original/RegSO_2025.gpkg.gz", 3363, "regsokod", "regsonamn", "lanskod"),
        ("handelser/nottingham_wards.gpkg", 20, "ward_code", "ward_name", ""),
    ],
)
def test_the_real_files_are_read_whole(reference, name, areas, code, label, parent):
    path = reference / name
    assert recognise(path)[0][1] is READER
    options = READER.preview(path, rows=2).options
    assert (options["code"], options["name"], options["parent"]) == (code, label, parent)
    rows, errors = read(READER, path, **options)
    assert (len(rows), errors) == (areas, [])
    shapes = shapely.from_wkb([row["geometry"] for row in rows])
    assert shapely.is_valid(shapes).all()
    assert {shape.geom_type for shape in shapes} <= {"Polygon", "MultiPolygon"}


def test_metres_and_degrees_give_the_same_municipality(reference):
    degrees = {row["code"]: row for row in read(READER, reference / "geo" / "kommuner.geojson")[0]}
    metres = {
        row["code"]: row for row in read(READER, reference / "geo" / "original" / "Kommun_Sweref99TM.zip")[0]
    }
    one, two = (shapely.from_wkb(rows["1480"]["geometry"]) for rows in (degrees, metres))
    assert one.symmetric_difference(two).area / one.area < 0.001


def test_all_three_forms_of_the_sample_say_the_same():
    found = [
        read(READER, SAMPLE / name)[0] for name in ("omraden.geojson", "omraden.gpkg", "omraden_shape.zip")
    ]
    for rows in found[1:]:
        assert [row["code"] for row in rows] == ["N1", "N2", "S1", "S2"]
        for one, two in zip(found[0], rows, strict=True):
            shapes = shapely.from_wkb([one["geometry"], two["geometry"]])
            assert shapes[0].symmetric_difference(shapes[1]).area < 1e-9
    assert found[0][0]["parent"] == "Norr"


def test_a_ring_that_crosses_itself_is_mended_and_an_empty_area_named():
    batch = next(READER.batches(SAMPLE / "omraden.geojson", {}))
    notes = [template.format(**facts) for template, facts in batch.notes]
    assert notes == [
        "Gränsen för ”Södra 2” korsade sig själv och lagades.",
        "Området ”Södra 3” är tomt i filen och lämnades utanför.",
    ]
    assert (batch.table.num_rows, batch.refused) == (4, 1)
    assert str(batch.errors[0]).startswith("Område 5, ”Södra 3”, har ingen yta.")


def test_points_lines_and_broken_borders_are_left_out(tmp_path):
    text = collection(
        ({"kod": "1", "namn": "Punkt"}, shapely.Point(12, 57)),
        ({"kod": "2", "namn": "Ingen"}, None),
        ({"kod": "3", "namn": "Hel"}, square()),
    )
    batch = next(READER.batches(write(tmp_path, text, "fil.geojson"), {}))
    notes = [template.format(**facts) for template, facts in batch.notes]
    assert notes[0].startswith("Området ”Punkt” är ingen yta utan en punkt eller linje")
    assert notes[1].startswith("Området ”Ingen” har en gräns som inte går att läsa")
    assert batch.table["code"].to_pylist() == ["3"]


def test_the_same_code_twice_names_the_first(tmp_path):
    text = collection(
        ({"kod": "1", "namn": "A"}, square()),
        ({"kod": "1", "namn": "B"}, square(12.1)),
        ({"kod": "", "namn": "C"}, square(12.2)),
    )
    rows, errors = read(READER, write(tmp_path, text, "fil.geojson"), code="kod")
    assert len(rows) == 1
    assert errors[0].startswith("Område 2: koden ”1” finns redan. Den står på område 1.")
    assert errors[1].startswith("Område 3 saknar kod. Kolumnen ”kod” är tom.")


def test_swapped_axes_are_seen(tmp_path):
    text = collection(({"kod": "1"}, square(57.5, 12.0)), ({"kod": "2"}, square(57.6, 12.0)))
    assert "tycks ha bytt plats" in refused(READER, write(tmp_path, text, "fil.geojson"))


def test_metres_without_a_system_are_seen_and_can_be_told(tmp_path):
    text = collection(({"kod": "1"}, square(319_000, 6_400_000, 500)))
    path = write(tmp_path, text, "fil.geojson")
    assert "är inte grader" in refused(READER, path)
    rows, _errors = read(READER, path, crs="EPSG:3006")
    assert shapely.from_wkb(rows[0]["geometry"]).centroid.distance(shapely.Point(11.94, 57.71)) < 0.1
    assert "ser ut som grader" in refused(
        READER, write(tmp_path, collection(({"kod": "1"}, square())), "b.geojson"), crs="3006"
    )


def test_the_old_way_to_name_a_system_is_read(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    path = write(
        tmp_path, collection(({"kod": "1"}, square(319_000, 6_400_000, 500)), crs=crs), "fil.geojson"
    )
    assert len(read(READER, path)[0]) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type": "FeatureCollection", "features": [', "trasig eller bara halv"),
        ('{"type": "Feature"}', "Den saknar listan ”features”"),
        ('{"type": "FeatureCollection", "features": []}', "är tom"),
        ("kod,namn\n1,A\n", "Innehållet är: en textfil med kolumner"),
        (collection(({"x": None}, square())), "saknar kolumnen ”områdeskod”"),
    ],
)
def test_a_file_that_is_no_areas_says_why(tmp_path, text, message):
    assert message in refused(READER, write(tmp_path, text, "fil.geojson"))


def test_a_system_that_does_not_exist_is_refused():
    assert "Koordinatsystemet ”EPSG:99” känner vi inte igen" in refused(
        READER, SAMPLE / "omraden.geojson", crs="EPSG:99"
    )


def test_a_layer_that_does_not_exist_names_those_that_do():
    assert "Lagren i filen är: omraden" in refused(READER, SAMPLE / "omraden.gpkg", layer="x")


def test_a_column_that_does_not_exist_is_named():
    assert "saknar kolumnen ”x”" in refused(READER, SAMPLE / "omraden.geojson", code="x")


def test_a_shape_file_without_prj_asks_for_the_system(tmp_path):
    path = tmp_path / "fil.zip"
    with zipfile.ZipFile(SAMPLE / "omraden_shape.zip") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if not name.endswith(".prj"):
                new.writestr(name, old.read(name))
    assert "säger inte vilket koordinatsystem" in refused(READER, path)
    assert len(read(READER, path, crs="EPSG:3007")[0]) == 4


def test_a_zip_file_without_areas_says_what_it_holds(tmp_path):
    path = tmp_path / "fil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bild.jpg", b"x")
    assert "Den innehåller: bild.jpg." in refused(READER, path)


def test_broken_files_are_half(tmp_path):
    for name in ("omraden.gpkg", "omraden_shape.zip"):
        raw = (SAMPLE / name).read_bytes()
        path = tmp_path / name
        path.write_bytes(raw[: len(raw) // 2])
        assert "trasig eller bara halv" in refused(READER, path)
    path = tmp_path / "fil.gpkg.gz"
    path.write_bytes(gzip.compress((SAMPLE / "omraden.gpkg").read_bytes())[:-50])
    assert "trasig eller bara halv" in refused(READER, path)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=3, max_size=9))
def test_whatever_ring_is_drawn_comes_out_valid_or_is_named(tmp_path_factory, corners):
    ring = [[12 + x / 100, 57 + y / 100] for x, y in [*corners, corners[0]]]
    feature = {
        "type": "Feature",
        "properties": {"kod": "1"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    batch = next(READER.batches(write(tmp_path_factory.mktemp("ring"), text, "fil.geojson"), {}))
    assert batch.table.num_rows + batch.refused == 1
    for geometry in batch.table["geometry"].to_pylist():
        assert shapely.from_wkb(geometry).is_valid
    assert batch.refused == 0 or batch.notes
