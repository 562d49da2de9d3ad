"""Fixtures that every test may use: a small invented city, its two pairs, and the cast."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

os.environ.setdefault("SAMSYN_DATA", tempfile.mkdtemp(prefix="samsyn-test-"))
os.environ.setdefault("SAMSYN_LOG_LEVEL", "ERROR")

import pytest
import shapely


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path, settings):
    """Each test has its own folder for files and figures, jobs run at once, passwords hash fast."""
    settings.SAMSYN_DATA = tmp_path / "data"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _guards_let_tables_be_emptied():
    """Tests of whole databases empty every table between two tests; the guards stand aside for that moment."""
    from django.db import connection
    from django.test.testcases import TransactionTestCase

    from samsyn.audit import guards

    empty_tables = TransactionTestCase._fixture_teardown

    def teardown(self):
        for guard in guards.ALL:
            guard.remove(connection)
        empty_tables(self)
        for guard in guards.ALL:
            guard.install(connection)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = empty_tables


@pytest.fixture
def reference() -> Path:
    """The folder of real reference files (SAMSYN_REFERENCE); skipped aloud, an error when SAMSYN_STRICT=1."""
    folder = Path(os.environ.get("SAMSYN_REFERENCE", Path(__file__).parent.parent / "shared" / "data"))
    if not folder.is_dir():
        message = f"no reference data in {folder}: set SAMSYN_REFERENCE"
        if os.environ.get("SAMSYN_STRICT") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return folder


def _square(x: float, y: float) -> bytes:
    """A square of 0.01 degrees near (12, 57), as WKB."""
    return shapely.to_wkb(shapely.box(12 + x / 100, 57.5 + y / 100, 12.01 + x / 100, 57.51 + y / 100))


@pytest.fixture
def city(db):
    """Exempelstaden in small: 2 × 3 squares. Norr is the upper row, Söder the lower; police districts are columns."""
    from samsyn.places import services
    from samsyn.places.models import AreaKind

    made = services.add_city(name="Exempelstaden", code="9999", is_example=True)
    common = {"city": made, "valid_from": date(2021, 1, 1), "source": "Samsyns exempel", "licence": "CC0"}
    services.add_division(
        name="Mellanområden",
        kind=AreaKind.INTERMEDIATE_AREA,
        **common,
        areas=[
            services.NewArea(f"{row}{column}", f"{name} {column + 1}", _square(column, 1 - row))
            for row, name in enumerate(("Norra", "Södra"))
            for column in range(3)
        ],
    )
    key = "exempelstaden/mellanomraden/{}".format
    union = lambda *codes: shapely.to_wkb(  # noqa: E731
        shapely.union_all([shapely.from_wkb(_square(int(c[1]), 1 - int(c[0]))) for c in codes])
    )
    rows = {"norr": ("00", "01", "02"), "soder": ("10", "11", "12")}
    services.add_division(
        name="Stadsområden",
        kind=AreaKind.CITY_AREA,
        **common,
        areas=[
            services.NewArea(code, name, union(*rows[code]), tuple(key(part) for part in rows[code]))
            for code, name in (("norr", "Norr"), ("soder", "Söder"))
        ],
    )
    columns = {"vast": ("00", "10"), "ost": ("01", "02", "11", "12")}
    services.add_division(
        name="Lokalpolisområden",
        kind=AreaKind.LOCAL_POLICE_DISTRICT,
        **common,
        areas=[
            services.NewArea(code, name, union(*columns[code]), tuple(key(part) for part in columns[code]))
            for code, name in (("vast", "Väst"), ("ost", "Öst"))
        ],
    )
    services.add_division(
        name="Kommun",
        kind=AreaKind.MUNICIPALITY,
        **common,
        areas=[
            services.NewArea(
                "9999",
                "Exempelstaden",
                union(*rows["norr"], *rows["soder"]),
                ("exempelstaden/stadsomraden/norr", "exempelstaden/stadsomraden/soder"),
            )
        ],
    )
    return made


@pytest.fixture
def pairs(city):
    from samsyn.places import services
    from samsyn.places.models import Area

    area = lambda key: Area.objects.get(key=f"exempelstaden/{key}")  # noqa: E731
    since = date(2021, 1, 1)
    return {
        "norr": services.open_pair(
            city_area=area("stadsomraden/norr"),
            police_area=area("lokalpolisomraden/vast"),
            name="Norr",
            valid_from=since,
            slug="exempelstaden-norr",
        ),
        "soder": services.open_pair(
            city_area=area("stadsomraden/soder"),
            police_area=area("lokalpolisomraden/ost"),
            name="Söder",
            valid_from=since,
            slug="exempelstaden-soder",
        ),
    }


@pytest.fixture
def norr(pairs):
    return pairs["norr"]


@pytest.fixture
def soder(pairs):
    return pairs["soder"]


@pytest.fixture
def cast(city, pairs):
    """All twelve members by key."""
    from samsyn.seeds.cast import add_cast

    return add_cast(city=city, home=pairs["norr"], other=pairs["soder"], since=date(2021, 1, 1))


def _member(key: str):
    @pytest.fixture(name=key)
    def fixture(cast):
        return cast[key]

    return fixture


astrid, bo, cilla, david, elsa, farid, gun, hanna, ivar, karl, lena, mats = (
    _member(key)
    for key in (
        "astrid",
        "bo",
        "cilla",
        "david",
        "elsa",
        "farid",
        "gun",
        "hanna",
        "ivar",
        "karl",
        "lena",
        "mats",
    )
)
