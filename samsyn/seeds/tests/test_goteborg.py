import gzip
import hashlib
import tomllib
from datetime import date

import numpy as np
import pytest
import shapely

from samsyn.places import drawing, queries, topology
from samsyn.places.models import Area, AreaPair, City, Division
from samsyn.seeds import figures, goteborg
from tests.worlds import shared


def sources():
    with (goteborg.FOLDER / "SOURCES.toml").open("rb") as file:
        return tomllib.load(file)["file"]


def test_every_file_has_source_licence_and_checksum():
    listed = {row["name"]: row for row in sources()}
    here = {path.name for path in goteborg.FOLDER.iterdir()} - {"SOURCES.toml"}
    assert set(listed) == here
    for name, row in listed.items():
        assert row["source"] and row["licence"] and row["period"]
        assert hashlib.sha256((goteborg.FOLDER / name).read_bytes()).hexdigest() == row["sha256"], name


def test_the_files_are_what_the_reference_gives(reference, tmp_path):
    from samsyn.seeds.copy_reference import copy_all

    copy_all(reference, tmp_path)
    for path in tmp_path.iterdir():
        assert content(path) == content(goteborg.FOLDER / path.name), path.name


def content(path):
    """What a file holds: how gzip packs it differs between versions of zlib."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def test_the_police_events_are_few_and_carry_no_text_about_anyone():
    lines = (goteborg.FOLDER / "polisens_handelser_urval.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 201
    assert lines[0] == "id,datetime,name,type,location_name,location_gps"


@shared
def gothenburg():
    """Göteborg's places."""
    return goteborg.load_places()


def test_goteborg_has_its_divisions_with_their_time(gothenburg):
    rows = {row.slug: row for row in gothenburg.divisions.all()}
    counts = {slug: row.areas.count() for slug, row in rows.items()}
    assert counts == {
        "basomraden": 1012,
        "primaromraden": 96,
        "mellanomraden": 36,
        "stadsomraden": 4,
        "stadsdelar": 10,
        "lokalpolisomraden": 4,
        "kommun": 1,
        "polisomrade": 1,
    }
    assert (rows["stadsdelar"].valid_from, rows["stadsdelar"].valid_to) == (
        date(2011, 1, 1),
        date(2021, 1, 1),
    )
    assert rows["stadsdelar"].note.startswith("Ej verifierad indelning")
    assert not rows["stadsdelar"].is_verified
    assert not rows["lokalpolisomraden"].is_verified
    assert not rows["polisomrade"].is_verified
    assert rows["mellanomraden"].is_verified


def test_larger_areas_are_exactly_the_sum_of_the_smaller(gothenburg):
    shapes = {
        row.key: shapely.from_wkb(bytes(row.geometry))
        for row in Area.objects.exclude(division__slug="basomraden")
    }
    primary = np.array([shape for key, shape in shapes.items() if "/primaromraden/" in key])
    assert shapely.coverage_is_valid(primary)
    for row in Area.objects.filter(division__slug__in=["stadsomraden", "lokalpolisomraden", "stadsdelar"]):
        leaves = queries.leaves(row, "primary-area")
        assert leaves, row.key
        composed = shapely.area([shapes[leaf.key] for leaf in leaves]).sum()
        assert composed == pytest.approx(shapely.area(shapes[row.key]), rel=1e-9)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("division", "file", "code"),
    [
        ("mellanomraden", "goteborg_mellanomraden.geojson.gz", "mellanomrade_namn"),
        ("stadsomraden", "goteborg_stadsomraden_2021.geojson.gz", "stadsomrade"),
        ("stadsdelar", "goteborg_stadsdelar_2011_2020.geojson.gz", "sdn_2011_2020"),
    ],
)
def test_composed_areas_agree_with_the_published_drawing(gothenburg, division, file, code):
    published = goteborg.read_shapes(file, code)
    for row in Area.objects.filter(division__slug=division):
        ours, theirs = shapely.from_wkb(bytes(row.geometry)), published[row.name]
        apart = shapely.area(shapely.symmetric_difference(ours, theirs)) / shapely.area(theirs)
        assert apart < 0.0005, row.name


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("division", "count"),
    [("primaromraden", 96), ("mellanomraden", 36), ("stadsomraden", 4), ("stadsdelar", 10)],
)
def test_all_areas_draw(gothenburg, division, count):
    areas = queries.areas_of(Division.objects.get(slug=division))
    picture = drawing.area_map(areas, title="Karta")
    for svg in (picture.wide, picture.narrow):
        assert svg.count("<path d=") == count + 1  # and the scale bar
        assert 'd=""' not in svg


def test_stadsomraden_took_over_from_stadsdelar_in_2021(gothenburg):
    pair = AreaPair.objects.get(slug="goteborg-nordost")
    assert [one.text.split(".")[0] for one in queries.breaks(pair)] == [
        "2021 blev Angered och Östra Göteborg till Nordost"
    ]
    assert pair.police_area.name == "Nordost"


def test_four_pairs_and_the_whole_city_are_in_force_and_ten_are_closed(gothenburg):
    in_force = AreaPair.objects.on(date(2024, 1, 1))
    assert [pair.slug for pair in in_force if pair.is_whole] == ["goteborg-hela-staden"]
    assert {pair.slug for pair in in_force if not pair.is_whole} == {
        "goteborg-nordost",
        "goteborg-centrum",
        "goteborg-sydvast",
        "goteborg-hisingen",
    }
    assert AreaPair.objects.on(date(2015, 1, 1)).count() == 10


def test_the_real_figures_go_in_and_nothing_is_marked_as_example(gothenburg, db):
    figures.load_goteborg(by=None)
    imports = City.objects.get(slug="goteborg").imports.all()
    assert {row.state for row in imports} == {"in-force"}
    assert len(imports) == 6
    assert not any(row.dataset.is_example for row in imports)
    figures.load_goteborg(by=None)
    assert City.objects.get(slug="goteborg").imports.count() == 6


def test_the_primary_areas_are_mended_by_less_than_a_hair():
    raw = goteborg.read_shapes("goteborg_primaromraden.geojson.gz", "primaromrade")
    before = np.array(list(raw.values()), dtype=object)
    after = topology.mend(before)
    apart = shapely.area(shapely.symmetric_difference(before, after)) / shapely.area(before)
    assert apart.max() < 0.001
