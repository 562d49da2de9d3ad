"""Last year's conference with what it decided, and this year's, in two weeks. All of it is Exempeldata."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction

from samsyn.conference import services
from samsyn.conference.models import Candidate, Conference
from samsyn.conference.queries import offered_evidence
from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair
from samsyn.places.queries import whole_pair
from samsyn.priorities import services as priorities
from samsyn.priorities.models import FocusArea, Priority, PriorityList
from samsyn.priorities.queries import chosen_of, decided_list
from samsyn.records.joint import services as joint
from samsyn.seeds.cast import DOMAIN
from samsyn.seeds.exempelstaden.story.hands import approve, on
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.situation.models import Edition

HELD_AGO = 350  # days: fifty weeks
AHEAD = 14  # days to this year's
TAKEN_UP_AGO = 172  # just before Norr begins its second round
EVENINGS, YOUNG = "Trygga kvällar ute", "Unga som dras in i kriminalitet"
GRAFFITI, TRAFFIC = "Klotter borta inom ett dygn", "Lugnare trafik vid skolorna"
PROGRAMME = (
    (time(9), "Vad blev det av förra årets prioriteringar?", "Stadsdirektör och polisområdeschef"),
    (time(10), "Läget i varje område, på en sida", "Trygghetssamordnare och kommunpoliser"),
    (time(13), "Parterna ordnar förslagen, var för sig", "Mötesledare"),
    (time(14, 30), "Gemensam ordning och förslag till beslut", "Stadsdirektör och polisområdeschef"),
)
PEOPLE = (
    (Party.CITY, "Chefer i förvaltningarna", 24),
    (Party.CITY, "Trygghetssamordnare och fältassistenter", 16),
    (Party.POLICE, "Chefer i lokalpolisområdena", 9),
    (Party.POLICE, "Kommunpoliser och områdespoliser", 21),
    (Party.OTHER, "Bostadsbolag och fastighetsägare", 6),
)
LAST = (
    ("astrid", EVENINGS, FocusArea.UNSAFETY, "Många går en omväg hem. Det är samlat på få platser och går att påverka."),
    ("farid", GRAFFITI, FocusArea.DAMAGE, "Klotter som får vara kvar gör att en plats känns övergiven."),
    ("bo", YOUNG, FocusArea.YOUNG, "Patrullerna möter yngre än förr. Skolan och fältassistenterna säger samma sak."),
    ("astrid", TRAFFIC, FocusArea.TRAFFIC, "Föräldrar skjutsar för att trafiken är otrygg, och då blir den värre."),
)  # fmt: skip
REASONS = {
    EVENINGS: "Det drabbar flest, och vi vet vad som har hjälpt vid Gamla bron.",
    YOUNG: "Det går fort, och ingen av oss når de unga ensam.",
    GRAFFITI: "Det är billigt, syns för alla och går att räkna.",
    TRAFFIC: "Viktigt, men trafikkontoret har redan en plan som går före vår.",
}
TEXTS = {
    EVENINGS: "Ljus, sikt och vuxna på de platser som människor undviker efter mörkrets inbrott.",
    YOUNG: "Samma vuxna på samma platser, och tidig kontakt med hemmen.",
    GRAFFITI: "Det som anmäls före klockan tolv är borta dagen därpå.",
}


def members() -> dict[str, Member]:
    """Return those of the cast who are at the conference."""
    keys = ("astrid", "bo", "david", "elsa", "farid")
    rows = Member.objects.select_related("organisation").in_bulk(
        [f"{key}@{DOMAIN}" for key in keys], field_name="email"
    )
    return {key: rows[f"{key}@{DOMAIN}"] for key in keys}


def last_held_on(today: date) -> date:
    """Fifty weeks ago, and never in the year of the next: a year has one conference."""
    return min(today - timedelta(days=HELD_AGO), date((today + timedelta(days=AHEAD)).year - 1, 12, 31))


def has_conferences(count: int, pair: AreaPair) -> bool:
    return Conference.objects.filter(city=pair.city).count() >= count


def priority_key(pair: AreaPair, title: str, today: date) -> UUID:
    """Return the key of what last year's conference chose."""
    row = decided_list(pair.city_id, last_held_on(today).year + 1)
    assert row is not None
    return next(one.key for one in chosen_of(row) if one.title == title)


@transaction.atomic
def last_year(pair: AreaPair, today: date) -> None:
    """Held fifty weeks ago: three priorities decided, one set aside. Norr takes one up, Söder says no to one."""
    people, held_on = members(), last_held_on(today)
    whole = _whole(pair, today)
    with on(held_on - timedelta(days=45)):
        row = _planned(whole, people, held_on, "Trygg på väg hem", "Kulturhuset i Exempelstaden")
        edition = Edition.objects.get(picture__pair=pair, number=1)
        services.add_material(
            conference=row, title="Lägesbild Norr, utgåva 1", edition=edition, by=people["astrid"]
        )
    with on(held_on - timedelta(days=20)):
        problem = ProblemPicture.objects.get(
            pair=pair, title__startswith="Våldsamt och otryggt vid Gamla bron"
        )
        proposed = [
            services.add_candidate(
                conference=row, title=title, focus=focus, why=why, by=people[who],
                from_pair=pair if title == EVENINGS else None,
                evidence=[f"problem:{problem.key}"] if title == EVENINGS else [],
            )
            for who, title, focus, why in LAST
        ]  # fmt: skip
    with on(held_on, hour=14):
        _order(row, proposed, (1, 2, 3, 4), people["astrid"])
        _order(row, proposed, (1, 4, 2, 3), people["bo"])
        made = services.make_list(conference=row, by=people["astrid"])
        _give_reasons(made, people)
    with on(held_on + timedelta(days=7)):
        decided = _decided(made, people)
    _answer(decided, pair, people, held_on, today)


def _whole(pair: AreaPair, today: date) -> AreaPair:
    whole = whole_pair(pair.city, on=today)
    assert whole is not None
    return whole


def _planned(whole: AreaPair, people: dict[str, Member], held_on: date, theme: str, place: str) -> Conference:
    by = people["astrid"]
    row = services.add_conference(
        pair=whole, year=held_on.year, theme=theme, held_on=held_on, place=place, by=by
    )
    for starts_at, title, led_by in PROGRAMME:
        services.add_point(conference=row, starts_at=starts_at, title=title, led_by=led_by, by=by)
    for party, function, count in PEOPLE:
        services.add_participant(conference=row, party=party, function=function, count=count, by=people["bo"])
    return row


def _order(row: Conference, proposed: list[Candidate], places: tuple[int, ...], by: Member) -> None:
    ranks = {one.pk: place for one, place in zip(proposed, places, strict=True)}
    services.rank_candidates(conference=row, ranks=ranks, version=0, by=by)


def _give_reasons(row: PriorityList, people: dict[str, Member]) -> None:
    priorities.change_list(
        row=row, text="Vi väljer få saker och gör dem klart.", version=row.version, by=people["astrid"]
    )
    for one in chosen_of(row):
        priorities.change_priority(
            priority=one,
            version=one.version,
            title=one.title,
            text=TEXTS.get(one.title, one.text),
            focus=one.focus,
            why=REASONS[one.title],
            is_chosen=one.title != TRAFFIC,
            by=people["bo"],
        )


def _decided(row: PriorityList, people: dict[str, Member]) -> PriorityList:
    sent = joint.send_to_review(row, by=people["astrid"])
    for who in ("david", "elsa"):
        approve(sent, people[who])
    return sent


def _answer(row: PriorityList, norr: AreaPair, people: dict[str, Member], held_on: date, today: date) -> None:
    """Söder answers first; Norr takes one up when its first round is followed up. Nobody has answered the young."""
    chosen: dict[str, Priority] = {one.title: one for one in chosen_of(row)}
    soder = AreaPair.objects.select_related("city").get(slug=norr.slug.replace("norr", "soder"))
    with on(held_on + timedelta(days=50)):
        priorities.answer_priority(
            pair=soder,
            priority=chosen[GRAFFITI],
            is_taken_up=False,
            reason="Saneringen tar redan mindre än ett dygn hos oss. Vi gör klart lägesbilden först.",
            by=people["farid"],
        )
    with on(today - timedelta(days=TAKEN_UP_AGO)):
        priorities.answer_priority(
            pair=norr,
            priority=chosen[EVENINGS],
            is_taken_up=True,
            reason="Det vi lärde oss vid Gamla bron prövar vi längs ån.",
            by=people["astrid"],
        )


@transaction.atomic
def this_year(pair: AreaPair, today: date) -> None:
    """In two weeks: candidates from Norr, Söder and the police, whose order is entered; the city's is not."""
    people, held_on = members(), today + timedelta(days=AHEAD)
    soder = AreaPair.objects.select_related("city").get(slug=pair.slug.replace("norr", "soder"))
    with on(today - timedelta(days=40)):
        row = _planned(
            _whole(pair, today), people, held_on, "Platser där människor möts", "Medborgarhuset i Söder"
        )
        edition = Edition.objects.get(picture__pair=pair, number=2)
        services.add_material(
            conference=row, title="Lägesbild Norr, utgåva 2", edition=edition, by=people["astrid"]
        )
    with on(today - timedelta(days=18)):
        proposed = _proposed(row, pair, soder, people, today)
    with on(today - timedelta(days=2)):
        _order(row, proposed, (2, 1, 4, 3), people["bo"])


def _proposed(
    row: Conference, norr: AreaPair, soder: AreaPair, people: dict[str, Member], today: date
) -> list[Candidate]:
    offered = [one for one in offered_evidence(norr.city) if one.pair == norr.slug]
    river = [one.ref for one in offered if "ån" in one.title.split() or "vid ån" in one.title]
    violence = [one.ref for one in offered if "våldet utomhus" in one.title]
    said: tuple[tuple[str, str, FocusArea, AreaPair | None, list[str], UUID | None, str], ...] = (
        ("astrid", "Trygga gångvägar efter mörkrets inbrott", FocusArea.UNSAFETY, norr, river, None,
         "Tryggheten sjunker längs ån fast händelserna inte blir fler. Ljuset vid Gamla bron vill vi pröva på fler platser."),
        ("bo", "Unga som dras in i kriminalitet, ett år till", FocusArea.YOUNG, None, [],
         priority_key(norr, YOUNG, today),
         "Ingen har tagit upp den i år. Patrullerna ser inte att det har blivit bättre."),
        ("farid", "Stölder vid stationen", FocusArea.THEFT, soder, [], None,
         "Butikerna och resenärerna berättar om samma plats och samma tider."),
        ("bo", "Våldet där uteställena stänger", FocusArea.VIOLENCE, norr, violence, None,
         "Det är samlat på få platser och få timmar, så det går att göra något åt."),
    )  # fmt: skip
    return [
        services.add_candidate(
            conference=row, title=title, focus=focus, why=why, from_pair=area, evidence=evidence,
            priority_key=key, by=people[who],
        )
        for who, title, focus, area, evidence, key, why in said
    ]  # fmt: skip
