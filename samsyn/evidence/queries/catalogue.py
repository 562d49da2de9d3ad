"""What is in force in a city for those who read: which import holds which metric, division and span.

All figures and single incidents are read through this catalogue. It holds the datasets of the audience's own authority
and what the other has released (`samsyn.evidence.audience`), and so does everything that is made of it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from samsyn.evidence.access import scope_of
from samsyn.evidence.audience import audience
from samsyn.evidence.metrics import INCIDENTS
from samsyn.evidence.models import DataImport, DatasetKind, DatasetScope, ImportContents, ImportState
from samsyn.evidence.store import figures
from samsyn.places.models import City

T = TypeVar("T")


@dataclass(frozen=True)
class Held:
    """One import in force. `scope` is how much of it is seen: a DatasetScope."""

    pk: int
    dataset: int
    dataset_kind: str
    figures_checksum: str
    incidents_checksum: str
    scope: str = DatasetScope.WHOLE.value


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue."""

    import_id: int
    metric: str
    division: int
    grain: str
    start: date
    end: date


@dataclass(frozen=True)
class Catalogue:
    """The imports in force, oldest first, and what each holds.

    `version` changes whenever they do. Readers who see the same imports have the same version, whatever the scopes:
    figures by area are the same in all of them.
    """

    version: str
    imports: tuple[Held, ...]
    entries: tuple[Entry, ...]

    def divisions(self, metrics: Iterable[str]) -> set[int]:
        """Return the divisions that some of the metrics have figures for."""
        wanted = set(metrics)
        return {entry.division for entry in self.entries if _is_asked(entry.metric, wanted)}

    def files(self, metrics: Iterable[str] | None = None) -> dict[Path, Held]:
        """Return the files of figures, oldest first; with metrics, only those that hold some of them."""
        wanted = None if metrics is None else set(metrics)
        holding = {e.import_id for e in self.entries if wanted is None or _is_asked(e.metric, wanted)}
        store = figures()
        return {store.path(held.figures_checksum): held for held in self.imports if held.pk in holding}


def _is_asked(metric: str, wanted: set[str]) -> bool:
    return metric in wanted or (INCIDENTS in wanted and metric.startswith(INCIDENTS + "."))


def catalogue(city_id: int) -> Catalogue:
    """Return what is in force for the audience. One small query; the rest is kept in the process until it changes."""
    reader = audience()
    rows = DataImport.objects.filter(city=city_id, state=ImportState.IN_FORCE).order_by("finished_at", "pk")
    owned = ("dataset__owner", "dataset__shared")
    columns = ("pk", "dataset", "dataset__kind", "figures_checksum", "incidents_checksum")
    held = tuple(
        Held(row[2], row[3] or 0, row[4] or "", row[5], row[6], scope)
        for row in rows.values_list(*owned, *columns)
        if (scope := scope_of(row[0] or "", row[1] or "", reader))
    )
    made_of = (city_id, tuple(replace(one, scope="") for one in held))
    version = hashlib.sha256(repr(made_of).encode()).hexdigest()
    scopes = tuple(one.scope for one in held)
    return kept(("catalogue", version, scopes), lambda: Catalogue(version, held, _entries(held)))


def _entries(held: tuple[Held, ...]) -> tuple[Entry, ...]:
    rows = ImportContents.objects.filter(data_import__in=[one.pk for one in held]).order_by("pk")
    columns = ("data_import", "metric", "division", "grain", "period_start", "period_end")
    return tuple(Entry(*row) for row in rows.values_list(*columns))


def figures_version(city: City) -> str:
    """Return a text that changes whenever what is in force in the city, for the audience, changes."""
    return catalogue(city.pk).version


def is_survey(held: Held) -> bool:
    return held.dataset_kind == DatasetKind.SAFETY_SURVEY


# Answers kept in the process. Every key holds the version of what is in force: files never change, so neither do they.
_answers: OrderedDict[Any, tuple[Any, int]] = OrderedDict()
_lock = threading.Lock()
_MOST_ANSWERS = 1_000
_MOST_ROWS = 250_000  # figures in all answers together, about 100 MB
_rows = 0


def kept(key: Any, make: Callable[[], T], rows: Callable[[T], int] = lambda made: 1) -> T:
    """Return the answer of a key, made when it is not there; the least used go first.

    rows  how many figures an answer holds
    """
    global _rows
    with _lock:
        if key in _answers:
            _answers.move_to_end(key)
            found: T = _answers[key][0]
            return found
    made = make()
    with _lock:
        _rows += rows(made) - _answers.get(key, (None, 0))[1]
        _answers[key] = (made, rows(made))
        _answers.move_to_end(key)
        while len(_answers) > _MOST_ANSWERS or (_rows > _MOST_ROWS and len(_answers) > 1):
            _rows -= _answers.popitem(last=False)[1][1]
    return made
