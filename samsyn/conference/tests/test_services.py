"""Planning a conference, proposing, ordering by party, and making the list of it."""

from __future__ import annotations

from datetime import date, time

import pytest

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.conference import queries, services
from samsyn.conference.models import Candidate, Conference, PartyRank, ProgrammePoint
from samsyn.conference.tests import world
from samsyn.priorities import queries as priorities
from samsyn.priorities.tests import world as lists
from samsyn.records.joint.services import withdraw
from samsyn.steps.problem.tests import world as problems
from samsyn.steps.purpose.tests import world as purposes
from samsyn.ui.clock import today
from samsyn.ui.errors import StaleError, UserError

YEAR = today().year


def plan(whole, by, **more):
    said = {"year": YEAR, "theme": "Trygga kvällar", "held_on": date(YEAR, 11, 12), **more}
    return services.add_conference(pair=whole, by=by, **said)


def test_a_conference_is_planned_and_logged(whole, astrid):
    row = plan(whole, astrid)
    assert row.chooses_for == YEAR + 1
    assert LogEntry.objects.get(event=Event.CONFERENCE_ADDED).pair_id == whole.pk


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"held_on": date(YEAR + 1, 1, 10)}, f"Dagen {YEAR + 1}-01-10 ligger inte i {YEAR}"),
        ({"theme": "  "}, "Temat saknas"),
    ],
)
def test_a_conference_that_does_not_hold_together_is_refused(whole, astrid, more, message):
    with pytest.raises(UserError, match=message):
        plan(whole, astrid, **more)
    assert not Conference.objects.exists()


def test_a_year_has_one_conference(conference, whole, bo):
    with pytest.raises(UserError, match=f"Det finns redan en konferens för {YEAR}"):
        plan(whole, bo)


def test_an_area_has_no_conference_of_its_own_and_readers_plan_none(whole, norr, astrid, gun):
    with pytest.raises(UserError, match="Norr är en del av den"):
        plan(norr, astrid)
    with pytest.raises(UserError, match="Du får läsa här"):
        plan(whole, gun)


def test_two_who_change_the_day_lose_nothing(conference, astrid, bo):
    said = {"theme": "Unga", "held_on": date(YEAR, 12, 1)}
    services.change_conference(conference=conference, version=1, by=astrid, **said)
    with pytest.raises(StaleError) as refused:
        services.change_conference(conference=conference, version=1, by=bo, **said)
    assert "Unga" in refused.value.theirs
    with pytest.raises(UserError, match="ligger inte i"):
        services.change_conference(
            conference=conference, version=2, theme="Unga", held_on=date(YEAR - 1, 1, 1), by=bo
        )


def test_programme_participants_and_material_are_added_and_removed(conference, astrid, bo, norr):
    edition = purposes.add_edition(norr, astrid)
    services.add_material(conference=conference, title="Lägesbild Norr", edition=edition, by=astrid)
    services.add_material(conference=conference, title="Rapport", address="https://exempel.se/r", by=bo)
    late = services.add_point(conference=conference, starts_at=time(13), title="Ordna förslagen", by=bo)
    parts = queries.parts_of(conference)
    assert [row.title for row in parts.programme] == ["Vad det blev av förra året", "Ordna förslagen"]
    assert parts.head_count == 18
    assert len(parts.material) == 2
    services.remove_part(part=late, by=astrid)
    assert len(queries.parts_of(conference).programme) == 1
    assert ProgrammePoint.objects.count() == 2
    with pytest.raises(UserError, match="redan tagit bort"):
        services.remove_part(part=late, by=bo)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"title": "Tomt"}, "antingen en utgåva eller en adress"),
        ({"title": "Fel", "address": "inte en adress"}, "Adressen går inte att läsa"),
        ({"title": "", "address": "https://exempel.se"}, "Rubriken saknas"),
    ],
)
def test_material_that_leads_nowhere_is_refused(conference, astrid, said, message):
    with pytest.raises(UserError, match=message):
        services.add_material(conference=conference, by=astrid, **said)


def test_an_edition_that_is_not_decided_is_no_material(conference, astrid, norr):
    edition = purposes.add_edition(norr, astrid)
    edition.picture.editions.model.objects.create(
        picture=edition.picture, number=9, state="draft", period_start=edition.period_start,
        period_end=edition.period_end, canonical=edition.canonical, checksum="f" * 64, cut_by=astrid,
        cut_at=edition.cut_at,
    )  # fmt: skip
    with pytest.raises(UserError, match="Utgåvan är inte beslutad"):
        services.add_material(
            conference=conference, edition=edition.picture.editions.get(number=9), by=astrid
        )


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"party": "ingen"}, "saknas en part"),
        ({"count": 0}, "Antalet ska vara mellan 1 och 500"),
        ({"function": " "}, "Funktionen saknas"),
    ],
)
def test_participants_are_counted_by_party_and_function(conference, astrid, said, message):
    whole = {"party": "city", "function": "Områdeschefer", "count": 4, **said}
    with pytest.raises(UserError, match=message):
        services.add_participant(conference=conference, by=astrid, **whole)


def test_a_candidate_rests_on_what_an_area_has_decided(conference, cast, norr, astrid):
    problem = problems.build(cast, norr)["problem"]
    edition = purposes.add_edition(norr, astrid)
    offered = queries.offered_evidence(norr.city)
    assert {one.kind for one in offered} == {"problem", "finding"}
    refs = [f"problem:{problem.key}", next(one.ref for one in offered if one.kind == "finding")]
    row = world.propose(conference, "Mer ljus", astrid, norr, evidence=refs)
    assert [one["title"] for one in row.evidence] == [
        problem.title,
        next(one.title for one in offered if one.ref == refs[1]),
    ]
    shown = queries.evidence_shown(row.evidence, {norr.slug})
    assert shown[0].url == problem.get_absolute_url()
    assert shown[1].url.endswith(f"/utgavor/{edition.number}/")
    assert [one.url for one in queries.evidence_shown(row.evidence, set())] == ["", ""]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"title": " "}, "Förslaget saknas"),
        ({"why": " "}, "Skälet saknas"),
        ({"focus": "annat område"}, "saknas ett fokusområde"),
        ({"evidence": ["problem:finns-inte"]}, "Något av underlaget finns inte"),
        ({"priority_key": "11111111-1111-4111-8111-111111111111"}, "finns inte i en beslutad lista"),
    ],
)
def test_a_candidate_that_cannot_be_saved_is_refused(conference, astrid, said, message):
    whole = {"title": "Ljus", "why": "Mörkt.", **said}
    with pytest.raises(UserError, match=message):
        services.add_candidate(conference=conference, by=astrid, **whole)


def test_a_candidate_is_of_an_area_of_the_city(conference, whole, astrid):
    with pytest.raises(UserError, match="Området hör inte till staden"):
        world.propose(conference, "Ljus", astrid, whole)


def test_a_candidate_may_go_on_with_a_priority_of_the_year(conference, chosen, astrid):
    row = world.propose(conference, "Fortsätt", astrid, priority_key=chosen[0].key)
    assert row.priority_key == chosen[0].key


def test_candidates_are_changed_and_removed_and_two_at_once_lose_nothing(conference, proposed, astrid, bo):
    first = proposed[0]
    said = {"title": "Mer ljus", "why": "Mörkt."}
    services.change_candidate(candidate=first, version=1, by=astrid, **said)
    with pytest.raises(StaleError) as refused:
        services.change_candidate(candidate=first, version=1, by=bo, **said)
    assert "Mer ljus" in refused.value.theirs
    services.remove_candidate(candidate=first, version=2, by=bo)
    with pytest.raises(StaleError, match="tagit bort det"):
        services.change_candidate(candidate=first, version=2, by=astrid, **said)
    assert Candidate.objects.count() == 3
    assert len(queries.tally_of(conference).rows) == 2


def test_both_orders_stand_beside_each_other_and_equal_sums_share_a_place(conference, ranked):
    tally = queries.tally_of(conference)
    assert [(row.city, row.police, row.total, row.place, row.is_equal) for row in tally.rows] == [
        (1, 2, 3, 1, True),
        (2, 1, 3, 1, True),
        (3, 3, 6, 3, False),
    ]
    assert tally.is_complete and tally.has_equals and not any(row.is_far_apart for row in tally.rows)


def test_until_a_party_has_ordered_all_there_is_no_joint_place(conference, proposed, cast):
    tally = queries.tally_of(conference)
    assert tally.lacks == ("city", "police") and not tally.is_complete
    world.order(conference, proposed, (3, 2, 1), cast["elsa"])
    assert (
        queries.tally_of(conference).lacks == queries.tally_of(conference, "city").lacks == ("city", "police")
    )
    tally = queries.tally_of(conference, "police")
    assert tally.lacks == ("city",)
    assert [row.place for row in tally.rows] == [None, None, None]
    assert tally.rows[0].police == 3


def test_one_that_is_taken_away_leaves_no_gap_and_a_new_one_lacks_its_place(conference, ranked, astrid):
    services.remove_candidate(candidate=ranked[0], version=1, by=astrid)
    tally = queries.tally_of(conference)
    assert [(row.city, row.police) for row in tally.rows] == [(1, 1), (2, 2)]
    world.propose(conference, "Trafik", astrid)
    assert queries.tally_of(conference).lacks == ("city", "police")


@pytest.mark.parametrize(
    ("places", "message"),
    [((1, 1, 2), "Två förslag har plats 1"), ((1, 2, 4), "går inte från 1 till 3")],
)
def test_a_party_gives_each_candidate_a_place_of_its_own(conference, proposed, cast, places, message):
    with pytest.raises(UserError, match=message):
        world.order(conference, proposed, places, cast["david"])
    assert not PartyRank.objects.exists()


def test_an_order_that_lacks_one_is_refused_and_so_is_one_of_nothing(conference, cast, proposed, whole):
    with pytest.raises(UserError, match="En plats saknas för"):
        services.rank_candidates(conference=conference, ranks={proposed[0].pk: 1}, version=0, by=cast["bo"])
    other = world.conference(cast, whole, YEAR + 1)
    with pytest.raises(UserError, match="inga förslag att ordna"):
        services.rank_candidates(conference=other, ranks={}, version=0, by=cast["bo"])


@pytest.mark.parametrize("who", ["gun", "hanna", "lena"])
def test_only_those_who_write_or_decide_there_enter_an_order(conference, proposed, cast, who):
    with pytest.raises(UserError, match="inte ordna för en part"):
        world.order(conference, proposed, (1, 2, 3), cast[who])


def test_two_of_a_party_who_enter_at_once_see_each_others(conference, proposed, cast):
    world.order(conference, proposed, (1, 2, 3), cast["astrid"])
    with pytest.raises(StaleError) as refused:
        world.order(conference, proposed, (3, 2, 1), cast["david"])
    assert refused.value.theirs.startswith("1. Kvällstrygghet")
    world.order(conference, proposed, (3, 2, 1), cast["david"], version=1)
    assert [row.city for row in queries.tally_of(conference, "city").rows] == [3, 2, 1]
    assert [row.city for row in queries.tally_of(conference, "police").rows] == [None] * 3
    assert PartyRank.objects.count() == 3


def test_an_order_that_is_changed_after_the_others_was_seen_says_so(conference, proposed, cast):
    world.order(conference, proposed, (1, 2, 3), cast["astrid"])
    world.order(conference, proposed, (2, 1, 3), cast["astrid"], version=1)  # nobody has seen the police's
    world.order(conference, proposed, (1, 2, 3), cast["bo"])
    assert queries.tally_of(conference).changed == ()
    world.order(conference, proposed, (2, 1, 3), cast["bo"], version=1)
    assert queries.tally_of(conference).changed == ("police",)
    assert set(PartyRank.objects.filter(party="police").values_list("rank", "first")) == {
        (2, "1"),
        (1, "2"),
        (3, ""),
    }


def test_the_list_begins_with_the_candidates_in_the_joint_order(conference, proposed, cast):
    world.order(conference, proposed, (2, 1, 3), cast["astrid"])
    world.order(conference, proposed, (3, 1, 2), cast["bo"])
    row = services.make_list(conference=conference, by=cast["astrid"])
    assert row.year == YEAR + 1
    made = priorities.chosen_of(row)
    assert [one.title for one in made] == [world.TITLES[1], world.TITLES[0], world.TITLES[2]]
    assert made[0].candidate_key == proposed[1].key
    assert {one.why for one in made} == {""}


def test_no_list_without_candidates_or_without_both_orders(conference, cast, norr):
    with pytest.raises(UserError, match="Konferensen har inga förslag"):
        services.make_list(conference=conference, by=cast["astrid"])
    proposed = world.candidates(conference, cast, norr)
    for _time in range(2):  # the city is not told that the police have
        with pytest.raises(UserError, match="visas när båda har ordnat"):
            services.make_list(conference=conference, by=cast["astrid"])
        world.order(conference, proposed, (1, 2, 3), cast["bo"], version=_time)
    with pytest.raises(UserError, match="Staden har inte ordnat"):
        services.make_list(conference=conference, by=cast["bo"])


def test_a_list_that_is_begun_locks_candidates_and_orders_until_it_is_taken_back(conference, ranked, cast):
    row = services.make_list(conference=conference, by=cast["astrid"])
    with pytest.raises(UserError, match="förslag och ordning är låsta"):
        world.propose(conference, "För sent", cast["astrid"])
    with pytest.raises(UserError, match="låsta"):
        world.order(conference, ranked, (3, 2, 1), cast["bo"], version=1)
    with pytest.raises(UserError, match="finns redan en prioriteringslista"):
        services.make_list(conference=conference, by=cast["bo"])
    withdraw(row, by=cast["astrid"])
    world.order(conference, ranked, (3, 2, 1), cast["bo"], version=1)


def test_a_home_hears_of_a_conference_within_sixty_days_and_of_what_is_decided(cast, whole, norr, chosen):
    row = world.conference(cast, whole)
    near, far = date(YEAR, 9, 13), date(YEAR, 9, 12)
    assert queries.soon_for(norr, on=near).conference == row
    assert queries.soon_for(norr, on=far).conference is None
    assert queries.soon_for(norr, on=near).priorities.year == YEAR
    assert not queries.soon_for(norr, on=date(YEAR - 2, 1, 1))
    lists.decide(lists.draft(cast, whole, YEAR + 1), cast)
    assert queries.soon_for(norr, on=near).priorities.year == YEAR + 1
