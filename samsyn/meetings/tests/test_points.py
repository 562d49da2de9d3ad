"""The fixed points of the year: each from what is decided and planned, on the right day, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from samsyn.meetings import points, services
from samsyn.meetings.models import FixedPoint
from samsyn.meetings.points import Point, PointKind, PointState, points_of, points_of_city, points_of_pair
from samsyn.meetings.tests import world
from samsyn.meetings.years import year_of_pair
from samsyn.steps.followup.tests import world as followup
from samsyn.steps.situation.models import Edition, SituationPicture
from samsyn.ui.clock import moved_to, now, today

STEP = timedelta(days=3)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def edition(pair, by, *, on: date, number: int = 1, state: str = "decided") -> Edition:
    picture, _made = SituationPicture.objects.get_or_create(pair=pair)
    return Edition.objects.create(
        picture=picture,
        number=number,
        state=state,
        period_start=date(2025, 1, 1),
        period_end=date(2026, 1, 1),
        canonical="{}",
        checksum=f"{number:064d}",
        cut_by=by,
        cut_at=noon(on),
        decided_at=noon(on),
    )


def of_kind(found, kind):
    return [point for point in found if point.kind == kind]


def around(day: date) -> tuple[date, date]:
    return day, day + timedelta(days=1)


def test_a_pair_without_anything_has_no_point(norr):
    assert points_of_pair(norr, date(2020, 1, 1), date(2040, 1, 1)) == []


def test_a_decided_edition_is_done_and_the_law_counts_two_years_from_the_newest(norr, astrid):
    edition(norr, astrid, on=date(2024, 2, 29), number=1, state="superseded")
    edition(norr, astrid, on=date(2026, 3, 10), number=2)
    found = points_of(norr, date(2024, 1, 1), date(2030, 1, 1))
    assert [point.date for point in of_kind(found, PointKind.EDITION)] == [
        date(2024, 2, 29),
        date(2026, 3, 10),
    ]
    (law,) = of_kind(found, PointKind.LAW)
    assert law.date == date(2028, 3, 10) and law.state == PointState.COMING
    assert "Utgåva 2 beslutades den 10 mars 2026" in law.why


def test_two_years_after_leap_day_is_the_last_of_february(norr, astrid):
    edition(norr, astrid, on=date(2024, 2, 29))
    (law,) = of_kind(points_of(norr, date(2025, 1, 1), date(2030, 1, 1)), PointKind.LAW)
    assert law.date == date(2026, 2, 28) and law.is_late


def test_the_laws_day_is_late_on_the_day_after_and_not_before(norr, astrid):
    edition(norr, astrid, on=date(2026, 3, 10))
    for day, state in ((date(2028, 3, 10), PointState.COMING), (date(2028, 3, 11), PointState.LATE)):
        with moved_to(noon(day)):
            (law,) = of_kind(points_of(norr, date(2028, 1, 1), date(2029, 1, 1)), PointKind.LAW)
            assert law.state == state


def test_a_pair_that_has_ended_is_late_with_nothing(norr, astrid):
    edition(norr, astrid, on=date(2023, 3, 10))
    norr.valid_to = date(2024, 1, 1)
    norr.save()
    (law,) = of_kind(points_of(norr, date(2025, 1, 1), date(2026, 1, 1)), PointKind.LAW)
    assert law.state == PointState.PASSED


def test_a_followup_is_coming_then_late_and_done_when_it_is_measured(norr, cast):
    row = followup.story(cast, norr)
    span = around(row.due_on)
    assert of_kind(points_of(norr, *span), PointKind.FOLLOW_UP)[0].state == PointState.COMING
    with moved_to(now() + timedelta(days=1)):
        late = of_kind(points_of(norr, *span), PointKind.FOLLOW_UP)[0]
        assert late.is_late and late.todo == "Följ upp: Ny belysning"
    followup.concluded(row, cast)
    assert of_kind(points_of(norr, *span), PointKind.FOLLOW_UP)[0].state == PointState.DONE


def test_a_plan_ends_on_its_last_day_and_is_late_until_the_next_is_decided(norr, astrid):
    year = today().year - 1
    followup.plan_of(norr, by=astrid, year=year)
    span = (date(year, 1, 1), date(year + 1, 1, 1))
    (end,) = of_kind(points_of(norr, *span), PointKind.PLAN)
    assert end.date == date(year, 12, 31) and end.is_late and end.todo == "Besluta nästa åtgärdsplan"
    followup.plan_of(norr, by=astrid, year=year + 1)
    (end,) = of_kind(points_of(norr, *span), PointKind.PLAN)
    assert end.state == PointState.DONE and end.todo == ""


def test_meetings_stand_on_their_day_and_a_cancelled_one_is_gone(norr, cast):
    row = world.plan(norr, by=cast["astrid"])
    (point,) = points_of(norr, *around(row.day))
    assert point.title == "Styrgrupp Norr kl. 13.00" and point.state == PointState.COMING
    assert point.todo == "Gör dagordningen: Styrgrupp Norr"
    services.add_item(meeting=row, title="Ljus", by=cast["astrid"])
    assert points_of(norr, *around(row.day))[0].todo == ""
    services.cancel(meeting=row, by=cast["astrid"])
    assert points_of(norr, *around(row.day)) == []


def test_a_meeting_that_nobody_has_said_was_held_is_late(norr, cast):
    row = world.plan(norr, by=cast["astrid"], days=-2)
    (point,) = points_of(norr, *around(row.day))
    assert point.is_late and point.todo == "Skriv in att mötet är hållet: Styrgrupp Norr"


@pytest.mark.parametrize(
    ("said", "year", "day"),
    [
        ({"month": 12, "every": 2, "first_year": 2025}, 2025, date(2025, 12, 1)),
        ({"month": 12, "every": 2, "first_year": 2025}, 2026, None),
        ({"month": 12, "every": 2, "first_year": 2025}, 2027, date(2027, 12, 1)),
        ({"month": 2, "day": 29, "every": 1, "first_year": 2024}, 2024, date(2024, 2, 29)),
        ({"month": 2, "day": 29, "every": 1, "first_year": 2024}, 2025, date(2025, 2, 28)),
        ({"month": 1, "every": 1, "first_year": 2026}, 2025, None),
    ],
)
def test_a_recurring_point_comes_in_its_years(said, year, day):
    assert FixedPoint(**said).day_in(year) == day


def test_a_citys_points_stand_in_each_of_its_pairs(norr, soder, cast):
    services.add_point(city=norr.city, pair=None, by=cast["cilla"], title="Enkät", month=4, first_year=2024)
    services.add_point(
        city=norr.city, pair=norr, by=cast["astrid"], title="Norrs dag", month=5, first_year=2024
    )
    span = (date(2026, 1, 1), date(2027, 1, 1))
    assert [point.title for point in points_of_pair(norr, *span)] == ["Enkät", "Norrs dag"]
    assert [point.title for point in points_of_pair(soder, *span)] == ["Enkät"]
    assert [point.title for point in points_of_city(norr.city, [norr, soder], *span)] == [
        "Enkät",
        "Norrs dag",
    ]
    assert points_of_pair(norr, *span)[0].is_month


def test_the_same_point_of_two_sources_stands_once(norr):
    point = Point(date(2026, 5, 1), None, PointKind.CONFERENCE, "Konferens", "/konferens/", None, key="c:1")
    assert points.in_order([point, point]) == [point]


def test_a_source_is_registered_once(monkeypatch, norr):
    def conference(owner, start, end):
        return [Point(start, None, PointKind.CONFERENCE, "Konferens", "/konferens/", None, key="c:1")]

    monkeypatch.setattr(points, "_sources", [])
    points.register(conference)
    points.register(conference)
    assert len(points_of(norr, date(2026, 1, 1), date(2027, 1, 1))) == 1
    assert len(points_of_pair(norr, date(2026, 1, 1), date(2027, 1, 1))) == 1


def test_a_survey_is_shown_when_read_in_and_the_next_is_proposed_from_two_waves(city, cilla, monkeypatch):
    from samsyn.evidence.models import DataImport, Dataset, DatasetKind, ImportContents, Source
    from samsyn.places.models import Division

    source = Source.objects.create(name="Staden")
    for number, level in enumerate(("mellanområden", "stadsområden")):
        dataset = Dataset.objects.create(
            city=city, source=source, slug=f"t{number}", name=f"Trygghetsundersökning, {level}",
            kind=DatasetKind.SAFETY_SURVEY, reader="survey-answers", licence="CC0", attribution="Staden",
            shared="whole",
        )  # fmt: skip
        for year in (2023, 2025):
            row = DataImport.objects.create(
                dataset=dataset, city=city, state="in-force", file_name="x.csv", file_size=1,
                file_checksum=f"{number}{year}", reader="survey-answers", received_by=cilla,
                received_at=noon(date(year + 1, 1, 20 + number)),
            )  # fmt: skip
            ImportContents.objects.create(
                data_import=row, metric="safe_evening", division=Division.objects.first(), grain="year",
                period_start=date(year, 1, 1), period_end=date(year + 1, 1, 1), rows=1,
            )  # fmt: skip
    found = points_of(city, date(2020, 1, 1), date(2035, 1, 1))
    assert [(point.date, point.title, point.is_done) for point in found] == [
        (date(2024, 1, 20), "Trygghetsundersökning: svaren lästes in", True),
        (date(2026, 1, 20), "Trygghetsundersökning: svaren lästes in", True),
        (date(2028, 1, 1), "Svar ur Trygghetsundersökning brukar komma", False),
    ]
    assert "Ett förslag: de två senaste kom 20 januari 2024 och 20 januari 2026." in found[-1].why


def test_one_wave_is_no_habit(city, cilla):
    from samsyn.meetings.sources.surveys import Wave, _next

    wave = Wave("Enkät", "/", 1, date(2025, 9, 28), date(2025, 11, 1), date(2026, 1, 20))
    assert _next([wave]) == []
    later = Wave("Enkät", "/", 1, date(2026, 9, 28), date(2026, 11, 1), date(2027, 1, 20))
    (point,) = _next([wave, later])
    assert point.date == date(2027, 9, 1) and point.title == "Enkät brukar göras" and point.is_month


@pytest.mark.one_database
def test_through_three_years_each_point_comes_once(norr, cast):
    """The clock is moved three days at a time; whatever the day, a point lies on one day and never on two."""
    start = today()
    edition(norr, cast["astrid"], on=start - timedelta(days=100))
    followup.story(cast, norr)
    followup.plan_of(norr, by=cast["astrid"], year=start.year + 1)
    world.plan(norr, by=cast["astrid"], days=12)
    services.add_point(city=norr.city, pair=None, by=cast["cilla"], title="Enkät", month=4, first_year=2024)
    services.add_point(
        city=norr.city, pair=norr, by=cast["astrid"], title="Dag", month=2, day=29, first_year=2024
    )
    end = start + timedelta(days=3 * 365 + 1)
    seen: dict[str, list[date]] = {}
    day = start
    while day < end:
        with moved_to(noon(day)):
            for point in points_of_pair(norr, day, min(day + STEP, end)):
                seen.setdefault(point.uid, []).append(point.date)
        day += STEP
    assert all(len(days) == 1 for days in seen.values())
    whole = points_of_pair(norr, start, end)
    assert sorted(seen) == sorted(point.uid for point in whole)
    kinds = {str(point.kind) for point in whole}
    assert kinds == {"law", "follow-up", "plan", "meeting", "own"} and len(whole) == 4 + 3 + 3


def test_a_year_has_twelve_months_and_says_what_is_late(norr, cast):
    world.plan(norr, by=cast["astrid"], days=-2)
    wheel = year_of_pair(norr, (today() - timedelta(days=2)).year)
    assert len(wheel.months) == 12 and [point.title for point in wheel.late] == ["Styrgrupp Norr kl. 13.00"]
    assert wheel.months[0].name == "januari" and wheel.months[0].short == "jan"


def test_late_is_drawn_in_another_way_than_done(norr, cast):
    from samsyn.meetings.wheel import HAND, mark

    assert HAND in mark("meeting", "late", 1, 1) and HAND not in mark("meeting", "done", 1, 1)
    assert "stroke-dasharray" in mark("own", "passed", 1, 1)
    assert len({mark(kind, "done", 1, 1) for kind in ("edition", "agreement", "meeting", "survey")}) == 4
