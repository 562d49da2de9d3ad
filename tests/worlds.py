"""What many tests begin with is built once for all of them in a row: a stack of savepoints, one for each shared fixture.

`@shared` on a fixture says that it only writes rows (and files under `SAMSYN_DATA`) and returns them. The next test that
begins with the same fixtures finds the rows standing and gets copies of its own of the objects; what the test itself
writes is taken back as always. `@picked` writes nothing: it picks something out, or returns a function that will write.
A fixture that patches, moves the clock or signs in a client is neither.
"""

from __future__ import annotations

import copy
import inspect
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation

Build = Callable[..., Any]
_order: dict[Build, int] = {}  # a fixture stands above those that were defined before it


_picked: set[Build] = set()


def picked(build: Build) -> Any:
    """Make a fixture of a function that writes nothing itself; it is called anew for each test."""
    _picked.add(build)
    return shared(build)


def shared(build: Build) -> Any:
    """Make a fixture of a function that builds rows from other shared fixtures, which are its parameters."""
    _order[build] = len(_order)
    parameters = list(inspect.signature(build).parameters.values())

    def fixture(_world: World, **given: Any) -> Any:
        return _world.values[build] if build in _world.values else build(**given)

    fixture.__name__, fixture.__doc__ = build.__name__, build.__doc__
    own = inspect.Parameter("_world", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    fixture.__signature__ = inspect.Signature([own, *parameters])  # type: ignore[attr-defined]
    fixture.build = build  # type: ignore[attr-defined]
    return pytest.fixture(fixture)


@dataclass
class World:
    """What stands for one test: the test's own copies of what the shared fixtures returned."""

    values: dict[Build, Any]


@dataclass
class _Level:
    build: Build
    savepoint: transaction.Atomic
    values: dict[Build, Any]
    folder: Path


class Stack:
    """The shared fixtures that stand in the database now, each in its own savepoint on those below it."""

    def __init__(self) -> None:
        self.levels: list[_Level] = []

    def stand(self, wanted: dict[Build, dict[str, Build]], folder: Path) -> World:
        """Take back what is not wanted, build what is lacking; `folder` gets the files.

        wanted  for each shared fixture, in order, the fixtures that its parameters stand for
        """
        builds = [build for build in wanted if build not in _picked]
        same = 0
        while same < min(len(builds), len(self.levels)) and self.levels[same].build is builds[same]:
            same += 1
        self.take_back(same)
        for build in builds[same:]:
            self._add(build, wanted)
        if not self.levels:
            return World({})
        if any(self.levels[-1].folder.iterdir()):
            shutil.copytree(self.levels[-1].folder, folder, dirs_exist_ok=True)
        return World(_with_picked(copy.deepcopy(self.levels[-1].values), wanted))

    def take_back(self, to: int = 0) -> None:
        while len(self.levels) > to:
            level = self.levels.pop()
            transaction.set_rollback(True)
            level.savepoint.__exit__(None, None, None)
            shutil.rmtree(level.folder)

    def _add(self, build: Build, wanted: dict[Build, dict[str, Build]]) -> None:
        below = self.levels[-1] if self.levels else None
        values = copy.deepcopy(below.values) if below else {}
        known = _with_picked(values, wanted)
        folder = Path(tempfile.mkdtemp(prefix="samsyn-world-"))
        if below:
            shutil.copytree(below.folder, folder, dirs_exist_ok=True)
        savepoint = transaction.atomic()
        savepoint._from_testcase = True  # type: ignore[attr-defined]  # as Django's TestCase says of its own
        savepoint.__enter__()
        self.levels.append(_Level(build, savepoint, values, folder))
        own, settings.SAMSYN_DATA = settings.SAMSYN_DATA, folder
        try:
            with translation.override(settings.LANGUAGE_CODE):
                values[build] = build(**{name: known[parent] for name, parent in wanted[build].items()})
        except BaseException:
            self.take_back(len(self.levels) - 1)
            raise
        finally:
            settings.SAMSYN_DATA = own


def _with_picked(values: dict[Build, Any], wanted: dict[Build, dict[str, Build]]) -> dict[Build, Any]:
    known = dict(values)
    for build, parents in wanted.items():
        if build in _picked and all(one in known for one in parents.values()):
            known[build] = build(**{name: known[one] for name, one in parents.items()})
    return known


def wanted_by(item: pytest.Item) -> dict[Build, dict[str, Build]]:
    """The shared fixtures of a test, lowest first, each with what its parameters stand for."""
    known = getattr(item, "_fixtureinfo", None)
    found: dict[Build, dict[str, Build]] = {}
    if known is None or _empties_the_database(item):
        return found
    builds = {
        name: build
        for name, definitions in known.name2fixturedefs.items()
        if (build := getattr(definitions[-1].func, "build", None))
    }
    for build in sorted(builds.values(), key=_order.__getitem__):
        parents = {name: builds.get(name) for name in inspect.signature(build).parameters}
        if all(parent in found for parent in parents.values()):
            found[build] = parents
    return found


def _empties_the_database(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))  # type: ignore[attr-defined]


def sort(items: list[pytest.Item]) -> None:
    """Let the tests of a file that begin alike come after one another."""
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    items[:] = [item for those in files.values() for item in sorted(those, key=_place)]


def _place(item: pytest.Item) -> list[int]:
    return [_order[build] for build in wanted_by(item) if build not in _picked]
