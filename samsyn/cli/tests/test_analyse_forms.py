"""The methods read CSV, Parquet, Excel, OpenDocument, GeoJSON, GeoPackage and shape files alike, and refuse the bad ones."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import warnings
import zipfile
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from openpyxl import Workbook

PLACES = [(319000 + 40 * k, 6399000 + 700 * (k % 3)) for k in range(14)]
ROWS = [
    {"öst": x, "nord": y, "dag": date(2024, 5, 1) + timedelta(days=5 * k), "slag": "rån" if k % 2 else "brand",
     "antal": 3 + k % 4, "vikt": 1.5 + k % 3, "år": 2010 + k}
    for k, (x, y) in enumerate(PLACES)
]  # fmt: skip
NAMES = list(ROWS[0])
FORMS = ("csv.gz", "latin.csv", "utf16.csv", "parquet", "xlsx", "ods", "geojson", "gpkg", "shp")
METHODS = {
    "series": ("mannkendall", "--time", "år", "--count", "antal"),
    "points": ("knox", "--x", "öst", "--y", "nord", "--crs", "EPSG:3006", "--time", "dag", "--distances", "200",
               "--days", "7,14", "--permutations", "9"),
    "survey": ("survey", "--variable", "slag", "--value", "rån", "--weight", "vikt", "--hide-under", "5"),
    "areas": ("eb", "--area", "år", "--count", "antal", "--population", "vikt"),
}  # fmt: skip


def write(path, rows=ROWS, crs="EPSG:3006", kind="Point", layer=None, geometry=None, **more):
    """Write the rows in the form of the suffix."""
    text = ";".join(NAMES) + "\n" + "".join(";".join(map(str, row.values())) + "\n" for row in rows)
    name, columns = path.name, {key: [row[key] for row in rows] for key in NAMES}
    if name.endswith(".csv.gz"):
        path.write_bytes(gzip.compress(text.encode()))
    elif name.endswith(".csv"):
        path.write_text(
            text, encoding="utf-16" if "utf16" in name else "cp1252" if "latin" in name else "utf-8"
        )
    elif name.endswith(".parquet"):
        pq.write_table(pa.table(columns), path)
    elif name.endswith(".xlsx"):
        workbook({"Blad1": [NAMES, *(list(row.values()) for row in rows)]}, path)
    elif name.endswith(".ods"):
        ods(path, [NAMES, *(list(map(str, row.values())) for row in rows)])
    else:
        fields = [
            np.array(column, dtype="datetime64[D]" if isinstance(column[0], date) else None)
            for column in columns.values()
        ]
        texts = [column.astype(object) if column.dtype.kind == "U" else column for column in fields]
        shapes = shapely.points([(row["öst"], row["nord"]) for row in rows]) if geometry is None else geometry
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pyogrio.raw.write(
                path, geometry=shapely.to_wkb(shapes), field_data=texts, fields=NAMES, crs=crs, geometry_type=kind,
                layer=layer, encoding="utf-8", **more,
            )  # fmt: skip
    return path


def workbook(sheets, path, hidden=(), merged=()):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for cells in merged:
            sheet.merge_cells(cells)
    book.save(path)
    return path


def ods(path, rows):
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="Blad1">'
            f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>",
        )


@pytest.fixture
def refused(analyse, recwarn, caplog):
    """Run and return what was said: three sentences, exit 2, nothing else."""

    def run(*words):
        code, out, err = analyse(*words)
        assert (code, out) == (2, "")
        assert "Traceback" not in err
        assert not list(recwarn) and not caplog.records
        plain = err.replace(".prj", "prj").replace(".shx", "shx").replace(".dbf", "dbf").strip()
        assert plain.endswith(".") and plain.count(". ") == 2, err
        return err

    return run


KNOX = METHODS["points"]


def knox(file, *more):
    return ("knox", file, *KNOX[7:], *more)


@pytest.mark.parametrize("kind", METHODS)
def test_every_form_gives_the_answer_of_the_csv(answer, tmp_path, kind):
    method, *options = METHODS[kind]
    expected = answer(method, write(tmp_path / "rader.csv"), *options)
    assert expected["n"]
    for form in FORMS if kind in ("series", "points") else ("parquet", "xlsx", "gpkg"):
        path = write(tmp_path / f"rader.{form}")
        assert answer(method, path, *options) == expected, form


def test_points_of_a_file_give_x_y_and_the_system(answer, tmp_path):
    expected = answer(*knox(write(tmp_path / "rader.csv"), "--x", "öst", "--y", "nord", "--crs", "EPSG:3006"))
    several = shapely.multipoints([[point] for point in shapely.points(PLACES)])
    for path in (
        write(tmp_path / "a.geojson"), write(tmp_path / "b.gpkg"), write(tmp_path / "c.shp"),
        write(tmp_path / "d.gpkg", geometry=several, kind="MultiPoint"),
    ):  # fmt: skip
        assert answer(*knox(path)) == expected, path.name
    assert answer(*knox(write(tmp_path / "e.gpkg", crs=None), "--crs", "3006")) == expected
    lost = shapely.points(PLACES)
    lost[3] = None
    found = answer(*knox(write(tmp_path / "f.gpkg", geometry=lost)))
    assert (found["n"], found["dropped"]["no_place"]) == (13, 1)


def test_a_workbook_is_read_where_the_columns_are_whatever_stands_around(answer, refused, tmp_path):
    table = [NAMES, *(list(row.values()) for row in ROWS)]
    method, *options = METHODS["series"]
    expected = answer(method, write(tmp_path / "rader.csv"), *options)
    about = [["Om tabellen"], ["Källa: polisen"]]
    spaced = [["Händelser"], [], *table[:3], [], *table[3:], [], []]
    one = workbook({"Om": about, "Gömt": table, "Data": spaced}, tmp_path / "a.xlsx", hidden=["Gömt"])
    assert answer(method, one, *options) == expected
    merged = [[*row] for row in table]
    merged[2][NAMES.index("slag")] = merged[1][NAMES.index("slag")]
    two = workbook({"Ett": merged, "Två": table}, tmp_path / "b.xlsx", merged=["D2:D3"])
    assert "De heter: Ett, Två. Välj ett med --sheet." in refused(method, two, *options)
    assert answer(method, two, *options, "--sheet", "Ett") == expected
    by_kind = answer("survey", two, "--sheet", "Ett", *METHODS["survey"][1:])
    assert by_kind["value"] == pytest.approx(
        sum(r["vikt"] for r in ROWS if r["slag"] == "rån" and r["år"] != 2011) / sum(r["vikt"] for r in ROWS)
    )
    assert "inget blad som heter ”Tre”" in refused(method, two, *options, "--sheet", "Tre")
    assert "inget av dem har alla kolumner" in refused(method, one, "--time", "tid", "--count", "antal")
    alone = workbook({"Data": spaced}, tmp_path / "d.xlsx")
    assert "Kolumnerna i filen är: öst, nord" in refused(method, alone, "--time", "tid", "--count", "antal")
    assert "har inga blad" in refused(method, tmp_path / "rader.csv", *options, "--sheet", "Ett")
    hidden = workbook({"Gömt": table, "Tomt": []}, tmp_path / "c.xlsx", hidden=["Gömt"])
    assert "är tom" in refused(method, hidden, *options)


@pytest.mark.parametrize(
    ("form", "row"), [("csv", 5), ("xlsx", 5), ("parquet", 4), ("gpkg", 4), ("geojson", 4)]
)
def test_an_error_names_the_row_of_the_file(refused, tmp_path, form, row):
    rows = [{**one, "antal": -1 if k == 3 else one["antal"]} for k, one in enumerate(ROWS)]
    path = write(tmp_path / f"rader.{form}", rows)
    assert refused("eb", path, *METHODS["areas"][1:]).startswith(f"Rad {row} i filen")


def test_a_file_of_several_layers_is_read_by_name(answer, refused, tmp_path):
    path = write(tmp_path / "två.gpkg", layer="maj")
    expected = answer(*knox(path))
    write(path, layer="juni", append=True)
    assert "De heter: maj, juni. Välj ett med --layer." in refused(*knox(path))
    assert answer(*knox(path, "--layer", "juni")) == expected
    assert "inget lager som heter ”juli”" in refused(*knox(path, "--layer", "juli"))
    assert "har inga lager" in refused(*knox(write(tmp_path / "rader.csv"), "--layer", "maj"))
    with zipfile.ZipFile(tmp_path / "allt.zip", "w") as archive:
        for name in ("maj", "juni"):
            write(tmp_path / f"{name}.shp")
            for part in ("shp", "shx", "dbf", "prj", "cpg"):
                archive.write(tmp_path / f"{name}.{part}", f"{name}.{part}")
    assert "De heter: maj, juni." in refused(*knox(tmp_path / "allt.zip"))
    assert answer(*knox(tmp_path / "allt.zip", "--layer", "maj")) == expected


def test_points_are_refused_where_they_cannot_be_placed(refused, tmp_path):
    squares = shapely.buffer(shapely.points(PLACES), 10)
    mixed = np.where(np.arange(len(PLACES)) % 2, squares, shapely.points(PLACES))
    assert "Geometrin är: ytor (14)." in refused(
        *knox(write(tmp_path / "a.gpkg", geometry=squares, kind="Polygon"))
    )
    assert "Geometrin är: punkter (7), ytor (7)." in refused(
        *knox(write(tmp_path / "b.gpkg", geometry=mixed, kind="Unknown"))
    )
    assert "säger inte vilket koordinatsystem" in refused(*knox(write(tmp_path / "c.gpkg", crs=None)))
    assert "ett annat koordinatsystem" in refused(*knox(write(tmp_path / "d.gpkg"), "--crs", "EPSG:4326"))
    assert "räknar i grader" in refused(*knox(write(tmp_path / "e.gpkg", crs="EPSG:4326")))
    assert "varken --x eller --y" in refused(*knox(write(tmp_path / "rader.csv")))
    assert "fick --x öst" in refused(*knox(tmp_path / "d.gpkg", "--x", "öst"))
    assert "är tom" in refused(*knox(_empty(tmp_path)))


def _empty(folder):
    path = write(folder / "tom.gpkg")
    with sqlite3.connect(path) as base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute("DELETE FROM tom")
        base.execute("UPDATE gpkg_ogr_contents SET feature_count = 0")
    base.close()
    return path


def _bad(folder):
    """Files that hold nothing that can be read, by name."""
    sheet, base = write(folder / "hel.xlsx").read_bytes(), write(folder / "hel.gpkg").read_bytes()
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    files = {
        "tom.csv": b"", "tom.xlsx": b"", "tom.geojson": b" \n", "rubrik.csv": b"\xe5r;antal\n",
        "halv.xlsx": sheet[: len(sheet) // 2], "halv.gpkg": base[:5000], "skräp.xlsx": b"PK\x03\x04" + b"\x01\x02" * 400,
        "låst.xlsx": head + "EncryptedPackage".encode("utf-16-le"), "gammal.xls": head, "skräp.csv": b"a,b\n\x00\x01\x02\x03",
        "halv.geojson": b'{"type": "FeatureCollection", "features": [{"ty', "annan.json": b'{"value": [1, 2]}',
        "halv.utf16.csv": "år;antal\n2020;1\n".encode("utf-16")[:-1], "bild.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "tom.json": b'{"type": "FeatureCollection", "features": []}', "tal.json": b"[1, 2, 3]", "rapport.pdf": b"%PDF-1.7\n",
        "utan.shp": b"\0\0\x27\x0a" + b"\0" * 96,
    }  # fmt: skip
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with sqlite3.connect(folder / "utan.gpkg") as bare:
        bare.execute("PRAGMA application_id = 0x47504B47")
        bare.execute("CREATE TABLE annat (a)")
    bare.close()
    return [*files, "utan.gpkg"]


def test_bad_files_are_refused_in_three_sentences(refused, tmp_path):
    method, *options = METHODS["series"]
    for name in _bad(tmp_path):
        refused(method, tmp_path / name, *options)
    refused(*knox(tmp_path / "utan.gpkg"))
    shutil.copy(write(tmp_path / "full.shp"), tmp_path / "ensam.shp")
    whole = (tmp_path / "full.shp").read_bytes()
    (tmp_path / "full.shp").write_bytes(whole[:150])
    assert "bara halv" in refused(*knox(tmp_path / "full.shp"))
    with sqlite3.connect(_empty(tmp_path)) as bare:
        bare.executescript("DELETE FROM gpkg_contents; DROP TABLE rtree_tom_geom; DROP TABLE tom;")
    bare.close()
    refused(*knox(tmp_path / "tom.gpkg"))
    for name in ("tom.csv", "bild.png"):
        assert "--x" not in refused(*knox(tmp_path / name))
    assert "saknas .shx och .dbf" in refused(method, tmp_path / "ensam.shp", *options)


def test_features_without_geometry_and_tables_of_a_geopackage_are_tables(answer, tmp_path):
    method, *options = METHODS["series"]
    expected = answer(method, write(tmp_path / "rader.csv"), *options)
    features = [
        {"type": "Feature", "properties": {**row, "dag": str(row["dag"])}, "geometry": None} for row in ROWS
    ]
    path = tmp_path / "utan.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    assert answer(method, path, *options) == expected
    base = write(tmp_path / "rader.gpkg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.raw.write(
            base, geometry=None, field_data=[np.array(["a"], object)], fields=["stil"], crs=None, layer="stilar",
            append=True, geometry_type=None,
        )  # fmt: skip
    assert answer(method, base, *options) == expected


def test_places_moved_to_common_points_are_told_of(answer, tmp_path):
    (tmp_path / "e.csv").write_text("x,y\n" + "319000,6399000\n" * 12 + "319500,6399700\n320900,6400100\n")
    place = ("e.csv", "--x", "x", "--y", "y", "--crs", "EPSG:3006")
    for method in ("kde", "gistar"):
        assert "snapped-places" in answer(method, *place)["caveats"]
    (tmp_path / "e.csv").write_text("x,y\n" + "".join(f"{x},{y}\n" for x, y in PLACES))
    assert answer("kde", *place)["caveats"] == []


def test_areas_that_share_ground_are_told_of(answer, tmp_path):
    (tmp_path / "e.csv").write_text("x,y\n319005,6399005\n")
    boxes = {
        "a": (0, 0, 100, 100),
        "b": (50, 0, 150, 100),
        "c": (150, 0, 250, 100),
        "d": (249.99, 0, 300, 100),
    }
    shapes = [shapely.box(319000 + w, 6399000 + s, 319000 + e, 6399000 + n) for w, s, e, n in boxes.values()]
    pyogrio.raw.write(
        tmp_path / "areas.gpkg", geometry=shapely.to_wkb(np.array(shapes)), field_data=[np.array([*boxes], object)],
        fields=["kod"], crs="EPSG:3006", geometry_type="Polygon",
    )  # fmt: skip
    found = answer(
        "areas",
        "e.csv",
        "--x",
        "x",
        "--y",
        "y",
        "--crs",
        "EPSG:3006",
        "--areas",
        "areas.gpkg",
        "--area-id",
        "kod",
    )
    assert found["overlaps"] == [["a", "b"]]
