"""Points of safety surveys: the waves that are read in, and when the next one usually comes. A proposal, never a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.evidence.access import known_datasets
from samsyn.evidence.models import Dataset, DatasetKind, ImportContents, ImportState
from samsyn.meetings.days import local_day, years_after
from samsyn.meetings.points import Owner, Point, PointKind
from samsyn.places.models import AreaPair
from samsyn.ui.templatetags.numbers import day as in_words

LONGEST_FIELD_WORK = 200  # days: a longer period is a year of answers, and says nothing of the month


@dataclass(frozen=True)
class Wave:
    """One wave of a survey: the period of its answers and the day when they were read in."""

    name: str
    url: str
    dataset: int
    start: date
    end: date
    read_on: date

    @property
    def row(self) -> Dataset:
        """The dataset, as far as its secrecy asks of it."""
        return Dataset(pk=self.dataset, kind=DatasetKind.SAFETY_SURVEY)

    @property
    def says_month(self) -> bool:
        return (self.end - self.start).days <= LONGEST_FIELD_WORK

    @property
    def on(self) -> date:
        """The day that tells when in the year the survey comes: field work when it is known, else the reading in."""
        return self.start if self.says_month else self.read_on


def surveys(owner: Owner, start: date, end: date) -> list[Point]:
    """The waves of the city's surveys, and the month when the next one usually comes."""
    if isinstance(owner, AreaPair):
        return []
    found: list[Point] = []
    for series in _series(owner.pk):
        found += [_wave(wave) for wave in series]
        found += _next(series)
    return [point for point in found if start <= point.date < end]


def _series(city: int) -> list[list[Wave]]:
    """Return the waves of each survey, oldest first. One survey may lie in several datasets: one for each size of area."""
    rows = ImportContents.objects.filter(
        known_datasets("data_import__dataset__"),
        data_import__city=city,
        data_import__state=ImportState.IN_FORCE,
        data_import__dataset__kind=DatasetKind.SAFETY_SURVEY,
    ).values_list(
        "data_import__dataset__source",
        "data_import__reader",
        "period_start",
        "period_end",
        "data_import__dataset",
        "data_import__dataset__name",
        "data_import__received_at",
    )
    names: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    waves: dict[tuple[int, str], dict[tuple[date, date], datetime]] = defaultdict(dict)
    for source, reader, start, end, dataset, name, received in rows:
        names[source, reader][dataset] = name
        known = waves[source, reader].get((start, end))
        waves[source, reader][start, end] = min(received, known) if known else received
    return [
        [_made(names[series], start, end, received) for (start, end), received in sorted(found.items())]
        for series, found in sorted(waves.items())
    ]


def _made(datasets: dict[int, str], start: date, end: date, received: datetime) -> Wave:
    first = min(datasets)
    heads = {name.partition(",")[0] for name in datasets.values()}
    name = heads.pop() if len(heads) == 1 and len(datasets) > 1 else datasets[first]
    return Wave(name, reverse("evidence:dataset", args=[first]), first, start, end, local_day(received))


def _wave(wave: Wave) -> Point:
    if wave.says_month:
        title = _("%(survey)s besvarades") % {"survey": wave.name}
        last: date | None = wave.end - timedelta(days=1)
        why = _("Svaren lästes in den %(day)s.") % {"day": in_words(wave.read_on)}
    else:
        title = _("%(survey)s: svaren lästes in") % {"survey": wave.name}
        last, why = None, _("Svaren gäller %(year)s.") % {"year": wave.start.year}
    return Point(
        wave.on,
        last,
        PointKind.SURVEY,
        title,
        wave.url,
        None,
        is_done=True,
        why=why,
        key=f"survey:{wave.dataset}:{wave.start}:{wave.end}",
        about=wave.row,
    )


def _next(series: Sequence[Wave]) -> list[Point]:
    """Return when the next wave usually comes: as long after the last as that came after the one before.

    One wave alone is no habit, and neither are waves that were read in together: then nothing is proposed.
    """
    if len(series) < 2:
        return []
    before, last = series[-2], series[-1]
    gap = last.on.year - before.on.year
    if gap < 1:
        return []
    on = years_after(last.on, gap).replace(day=1)
    title = _("%(survey)s brukar göras") if last.says_month else _("Svar ur %(survey)s brukar komma")
    return [
        Point(
            on,
            None,
            PointKind.SURVEY,
            title % {"survey": last.name},
            last.url,
            None,
            why=_("Ett förslag: de två senaste kom %(before)s och %(last)s.")
            % {"before": in_words(before.on), "last": in_words(last.on)},
            key=f"survey-next:{last.dataset}:{on}",
            about=last.row,
            is_month=True,
        )
    ]
