"""The meetings of Norr: one that the steering group has held, one that is coming, the preparatory group's series; and the
points that recur in the town. The days are told relative to the day of the example.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from samsyn.meetings import services
from samsyn.meetings.agenda import build_agenda
from samsyn.meetings.models import FixedKind, FixedPoint, MatterKind, Meeting, Minutes
from samsyn.meetings.workflow import MeetingState
from samsyn.people.models import Forum, ForumKind
from samsyn.places.models import AreaPair
from samsyn.seeds.exempelstaden.story.hands import decide, on
from samsyn.seeds.exempelstaden.story.picture import Teller

PLANNED_AGO, HELD_AGO, ADJUSTED_AGO = 44, 35, 30  # days: the steering group's last meeting
PREPARED_AGO = 11  # days: the preparatory group's, whose minutes are still a draft
AHEAD, WRITTEN_AGO = 10, 2
SATURDAY = 5
PLACE = "Stadshuset, rum Ån"
NOTICE = "Läs utkastet till lägesbild före mötet. Ta med vad er part har gjort sedan sist."
# title, what was decided, who does what, whether nothing is left
ITEMS = (
    (
        "Belysningen längs ån",
        "Mer än hälften av stolparna är tända. Resten tas före jul.",
        "trygghetssamordnare",
        True,
    ),
    (
        "Kvällarna med fältassistenter",
        "Det går som lovat. Vi fortsätter lika många kvällar och tar upp frågan igen när tryggheten är mätt.",
        "",
        True,
    ),
    (
        "Vem klipper buskarna?",
        "Marken delas av tre förvaltningar. Trygghetssamordnaren bjuder in dem till nästa möte.",
        "trygghetssamordnare",
        False,
    ),
)
THERE = (
    ("city", "socialdirektör", 1, True),
    ("city", "trygghetssamordnare", 1, False),
    ("city", "enhetschef", 2, True),
    ("police", "lokalpolisområdeschef", 1, True),
    ("police", "kommunpolis", 1, False),
)
NOTES = "Nästa möte tar upp lägesbildens tredje utgåva. Båda parter läser utkastet före mötet."
PREPARED_AT = "Polishuset, rum 2"
PREPARED = ("Underlag till styrgruppens möte", "Tider för vandringarna i vår")
PREPARED_DECISION = "Kommunpolisen sammanställer vad polisen ser vid hållplatsen. Det skickas med kallelsen."
STUDENTS = "Studentfirande: fler unga ute sent"
# title, kind, month, how often, first year, note
POINTS = (
    ("Brås enkät till kommunerna", FixedKind.REPORT, 2, 1, 2024, "Svaren tar de flesta paragrafer i lagen."),
    ("Bostadsbolagens hyresgästenkät", FixedKind.SURVEY, 4, 1, 2024, "Varje område får sina egna svar."),
    ("Polisens lista över utsatta områden", FixedKind.PUBLICATION, 12, 2, 2025, "Udda år."),
)


def plan_steering(story: Teller, today: date) -> None:
    """The steering group's meeting is called, with what it will take up."""
    held_on = _weekday(today - timedelta(days=HELD_AGO), forward=False)
    with on(today - timedelta(days=PLANNED_AGO)):
        meeting = _plan(story.pair, story, ForumKind.STEERING, held_on)
        for title, _decision, _who, _is_done in ITEMS:
            services.add_item(meeting=meeting, title=title, by=story.members["astrid"])


def hold_steering(story: Teller, today: date) -> None:
    """The meeting is held, its minutes written, and approved by both some days later."""
    astrid = story.members["astrid"]
    meeting = Meeting.objects.get(pair=story.pair, state=MeetingState.PLANNED)
    with on(timezone.localtime(meeting.starts_at).date(), hour=15):
        for item, (title, decision, who, is_done) in zip(
            meeting.items.order_by("position"), ITEMS, strict=True
        ):
            services.change_item(
                item=item,
                title=title,
                decision=decision,
                responsible=who,
                is_done=is_done,
                version=1,
                by=astrid,
            )
        for party, function, number, leading in THERE:
            services.set_attendance(
                meeting=meeting, party=party, function=function, number=number, leading=leading, by=astrid
            )
        services.hold(meeting=meeting, by=astrid)
        minutes = Minutes.objects.get(meeting=meeting)
        services.write_minutes(minutes=minutes, text=NOTES, version=1, by=astrid)
    with on(today - timedelta(days=ADJUSTED_AGO)):
        decide(Minutes.objects.get(meeting=meeting), story.members)


def prepare(story: Teller, today: date) -> None:
    """The preparatory group meets; its minutes lack a decision and are a draft."""
    bo = story.members["bo"]
    day = _weekday(today - timedelta(days=PREPARED_AGO), forward=False)
    start = _at(day, 9)
    with on(day, hour=8):
        meeting = services.plan_meeting(
            pair=story.pair,
            forum=_forum(story.pair, ForumKind.PREPARATORY),
            starts_at=start,
            ends_at=start + timedelta(minutes=60),
            place=PREPARED_AT,
            by=bo,
        )
        rows = [services.add_item(meeting=meeting, title=title, by=bo) for title in PREPARED]
    with on(day, hour=11):
        services.change_item(
            item=rows[0],
            title=rows[0].title,
            decision=PREPARED_DECISION,
            responsible="kommunpolis",
            version=1,
            by=bo,
        )
        for party, function in (("city", "trygghetssamordnare"), ("police", "kommunpolis")):
            services.set_attendance(
                meeting=meeting, party=party, function=function, number=1, leading=False, by=bo
            )
        services.hold(meeting=meeting, by=bo)


@transaction.atomic
def tell(pair: AreaPair, today: date) -> None:
    """What is coming: the steering group in ten days with a built agenda, the preparatory group each month, the town's year."""
    story = Teller(pair)
    with on(today - timedelta(days=WRITTEN_AGO)):
        _add_points(story)
        meeting = _plan(
            pair,
            story,
            ForumKind.STEERING,
            _weekday(today + timedelta(days=AHEAD), forward=True),
            notice=NOTICE,
        )
        codes = [one.code for one in build_agenda(meeting) if one.kind != MatterKind.RELEASED]
        services.take_up(meeting=meeting, codes=codes, by=story.members["astrid"])
        first = _weekday(today + timedelta(days=4), forward=True)
        start = _at(first, 9)
        services.plan_series(
            pair=pair,
            forum=_forum(pair, ForumKind.PREPARATORY),
            starts_at=start,
            ends_at=start + timedelta(minutes=60),
            rhythm="4-weeks",
            times=6,
            place=PREPARED_AT,
            by=story.members["bo"],
        )


def is_told(pair: AreaPair) -> bool:
    """Whether the last chapter stands: a series of the preparatory group."""
    return Meeting.objects.filter(pair=pair, series__isnull=False).exists()


def _add_points(story: Teller) -> None:
    city = story.pair.city
    for title, kind, month, every, first_year, note in POINTS:
        if not FixedPoint.objects.filter(city=city, title=title, removed_at=None).exists():
            services.add_point(
                city=city, pair=None, by=story.members["cilla"], title=title, kind=kind, month=month,
                day=None, every=every, first_year=first_year, note=note,
            )  # fmt: skip
    services.add_point(
        city=city, pair=story.pair, by=story.members["bo"], title=STUDENTS, kind=FixedKind.OTHER, month=6,
        day=None, every=1, first_year=2024, note="Planera kvällarna redan i april.",
    )  # fmt: skip


def _plan(pair: AreaPair, story: Teller, kind: ForumKind, day: date, *, notice: str = "") -> Meeting:
    start = _at(day, 13)
    return services.plan_meeting(
        pair=pair,
        forum=_forum(pair, kind),
        starts_at=start,
        ends_at=start + timedelta(minutes=90),
        place=PLACE,
        notice=notice,
        by=story.members["astrid"],
    )


def _forum(pair: AreaPair, kind: ForumKind) -> Forum:
    return Forum.objects.get(pair=pair, kind=kind)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _weekday(day: date, *, forward: bool) -> date:
    """Return the day, or the nearest one that is no Saturday or Sunday."""
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1 if forward else -1)
    return day
