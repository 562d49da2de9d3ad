"""Fixtures that every test may use: a small invented city, its two pairs, and the cast."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

os.environ.setdefault("SAMSYN_DATA", tempfile.mkdtemp(prefix="samsyn-test-"))
os.environ.setdefault("SAMSYN_LOG_LEVEL", "ERROR")

import pytest
from django.conf import settings

from tests import migrated, worlds
from tests.worlds import picked, shared

gc.set_threshold(
    200_000, 50, 50
)  # a test leaves little behind, and looking for it all the time costs a twentieth


def pytest_collection_modifyitems(config, items):
    """The second round, on PostgreSQL, holds the tests that touch a database; the others ran in the first."""
    worlds.sort(items)
    if not os.environ.get("SAMSYN_DATABASE", "").startswith("postgres"):
        return
    touches = {"db", "transactional_db", "django_db_setup"}
    chosen = [
        item
        for item in items
        if touches & set(getattr(item, "fixturenames", ()))
        or item.get_closest_marker("django_db")
        or "soak" in str(item.path)
    ]
    if len(chosen) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
        items[:] = chosen


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path, settings, monkeypatch):
    """Each test has its own folder for files, figures and what is kept, jobs run at once, passwords hash fast.

    A client does not list every static file before its first request: a server does that once, tests have thousands.
    Nor are all pages of the city drawn after each import: half a second a time, for pages that nobody will open.
    """
    monkeypatch.setattr("samsyn.evidence.hooks._hooks", [])
    settings.SAMSYN_DATA = tmp_path / "data"
    settings.WHITENOISE_AUTOREFRESH = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": str(tmp_path)},
        "shared": {**settings.CACHES["shared"], "LOCATION": tmp_path / "cache"},
    }


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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """pytest-django's own; then the test database begins as a copy of one that was migrated before."""
    from django.db import connection

    migrated.begin_with_a_copy(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """pytest-django's own; on SQLite it gives a copy of the file, which has every table and no row."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield None
        return
    copy = tmp_path_factory.mktemp("migrated") / "samsyn.sqlite3"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    yield copy


@pytest.fixture
def empty_store(tmp_path, django_db_setup) -> Path:
    """A folder for `SAMSYN_DATA` of a process of its own, whose database has every table and no row."""
    folder = tmp_path / "store"
    folder.mkdir()
    shutil.copyfile(django_db_setup, folder / django_db_setup.name)
    return folder


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


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser; skipped aloud without one, an error when SAMSYN_STRICT=1."""
    from tests.chromium import NAMES, chromium

    found = chromium()
    if found is None:
        message = f"no {' and no '.join(NAMES)} on this machine: set SAMSYN_CHROMIUM to a browser's path"
        if os.environ.get("SAMSYN_STRICT") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def _stack(django_db_setup, django_db_blocker):
    stack = worlds.Stack()
    yield stack
    with django_db_blocker.unblock():
        stack.take_back()


@pytest.fixture
def _stand(request, _own_data_folder, _stack, django_db_blocker):
    """What shared fixtures build stands in the database before the test's own savepoint begins."""
    with django_db_blocker.unblock():
        return _stack.stand(worlds.wanted_by(request.node), settings.SAMSYN_DATA)


@pytest.fixture
def _django_db_helper(_stand, _django_db_helper):
    """pytest-django's own, on top of what stands."""


@pytest.fixture
def _world(db, _stand):
    return _stand


@shared
def city():
    """Exempelstaden in small: 2 × 3 squares. Norr is the upper row, Söder the lower; police districts are columns."""
    from tests.small_city import build_city

    return build_city()


@shared
def pairs(city):
    from tests.small_city import build_pairs

    return build_pairs()


@shared
def cast(city, pairs):
    """All twelve members by key."""
    from samsyn.seeds.cast import add_cast

    return add_cast(city=city, home=pairs["norr"], other=pairs["soder"], since=date(2021, 1, 1))


@picked
def norr(pairs):
    return pairs["norr"]


@picked
def soder(pairs):
    return pairs["soder"]


def _member(key: str):
    def fixture(cast):
        return cast[key]

    return picked(fixture)


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
