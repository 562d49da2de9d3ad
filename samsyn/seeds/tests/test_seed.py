from argparse import Namespace
from datetime import date

import pytest

from samsyn.agreements.queries.promises import promises
from samsyn.audit.models import LogEntry
from samsyn.audit.queries import check_chain
from samsyn.chain.graph import breaks
from samsyn.chain.registry import thread_of
from samsyn.evidence.models import DataImport, Dataset
from samsyn.home.progress import progress_of
from samsyn.people.models import Member
from samsyn.places.models import AreaPair, City
from samsyn.seeds import services
from samsyn.seeds.exempelstaden.story.hands import on
from samsyn.steps.situation.models import Edition, Finding, SituationPicture

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_the_example_loads_whole_though_it_was_interrupted_and_again_changes_nothing(monkeypatch):
    def stop(*_args, **_more):
        raise KeyboardInterrupt

    assert services.is_empty()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(services.figures, "load_goteborg", stop)
        services.load_example(TODAY)
    assert not services.is_loaded()
    assert services.is_empty()

    services.load_example(TODAY)
    assert services.is_loaded()
    assert not services.is_empty()
    assert {row.state for row in DataImport.objects.all()} <= {"in-force", "superseded"}
    assert SituationPicture.objects.count() == 8
    states = list(Edition.objects.order_by("number").values_list("state", flat=True))
    assert states == ["superseded", "decided", "in-review"]
    assert check_chain().is_whole
    the_first_round_is_whole_and_the_second_half_way()
    last_years_conference_is_decided_and_this_years_is_in_two_weeks()
    one_promise_is_kept_and_one_lacks_a_number()

    before = DataImport.objects.count()
    services.load_example(TODAY)
    assert DataImport.objects.count() == before
    assert Edition.objects.count() == 3

    nothing_invented_in_goteborg()
    everything_in_exempelstaden_is_marked()


def nothing_invented_in_goteborg():
    gothenburg = City.objects.get(slug="goteborg")
    assert not gothenburg.is_example
    assert not Dataset.objects.filter(city=gothenburg, is_example=True).exists()
    pictures = SituationPicture.objects.filter(pair__city=gothenburg)
    assert pictures.count() == 5  # four areas, and the whole city
    for picture in pictures:
        assert not picture.findings.exists()
        assert not picture.levels.exists()
        assert not picture.paragraphs.exists()
        assert not picture.editions.exists()


def everything_in_exempelstaden_is_marked():
    town = City.objects.get(slug="exempelstaden")
    assert town.is_example
    assert not Dataset.objects.filter(city=town, is_example=False).exists()
    assert not Member.objects.filter(is_example=False).exists()
    for finding in Finding.objects.all():
        assert finding.figures
    # a statement that compares years rests on the figures of both, none from before the reform
    for about in ("ute på kvällen vid Gamla bron", "Bostadsinbrotten i Norr"):
        finding = Finding.objects.get(statement__contains=about, removed_at=None)
        years = {kept["start"][:4] for kept in finding.figures}
        assert len(years) == 2 and min(years) >= "2021"
        assert all(year in finding.doubt for year in years)
    norr = AreaPair.objects.get(slug="exempelstaden-norr")
    thin = norr.picture.levels.filter(level=None, is_differing=False).values_list("area", flat=True)
    assert len(set(thin)) == 1
    newest = norr.picture.levels.filter(version=2)
    assert (
        newest.filter(settlement__state="agreed", settlement__grounds__gt="").count() == 1
    )  # after they differed
    (apart,) = newest.filter(is_differing=True)
    assert apart.settlement.city_says and apart.settlement.police_says


def the_first_round_is_whole_and_the_second_half_way():
    norr = AreaPair.objects.get(slug="exempelstaden-norr")
    progress = progress_of(norr)
    assert progress.round_number == 2
    assert all(progress.earlier(number) == (True,) for number in range(1, 7))
    assert [row.is_decided for number in (3, 4, 5) for row in progress.of_step(number)] == [True] * 3
    assert not any(row.is_decided for row in progress.of_step(6))
    thread = thread_of(norr)
    assert [one.need.code for one in breaks(thread)] == ["followup-late"]  # one break, so that it is seen
    assert [one.code for one in thread.waived.values()] == ["action-without-goal"]
    days = [
        at.date()
        for at in LogEntry.objects.filter(pair_id=norr.pk).order_by("seq").values_list("at", flat=True)
    ]
    assert days == sorted(days)


def one_promise_is_kept_and_one_lacks_a_number():
    found = promises(AreaPair.objects.get(slug="exempelstaden-norr"), on=TODAY)
    assert [(one.promise.title, one.when) for one in found] == [
        ("Medborgarlöfte för Ekbygden", "current"),
        ("Medborgarlöfte för Norr 2025", "past"),
        ("Medborgarlöfte för Gamla bron", "past"),
    ]
    going_on, kept, lacking = ([(row.keeping, row.number) for row in one.rows] for one in found)
    assert kept == [("kept", 48), ("kept", 68), ("kept", 4)]
    assert lacking == [("kept", 2), ("unreported", None), ("uncountable", None)]
    assert {state for state, _number in going_on} == {"ongoing", "uncountable"}
    assert all(one.promise.published_at for one in found)


def last_years_conference_is_decided_and_this_years_is_in_two_weeks():
    from samsyn.conference.models import Conference
    from samsyn.conference.queries import areas_of_city, became_of, tally_of
    from samsyn.priorities.queries import decided_list, standing_list

    town = City.objects.get(slug="exempelstaden")
    last, this = Conference.objects.filter(city=town).order_by("year")
    assert (TODAY - last.held_on).days == 350 and (this.held_on - TODAY).days == 14
    became = became_of(decided_list(town.pk, this.year), areas_of_city(town, on=TODAY))
    assert [[one.pair.name for one in row.takers] for row in became] == [["Norr"], [], []]
    assert [[one.pair.name for one in row.refusals] for row in became] == [[], [], ["Söder"]]
    assert [len(row.goals) for row in became] == [1, 0, 0]
    assert {row.headline for row in became} == {"Vet inte än."}
    assert [str(party) for party in tally_of(this, "police").lacks] == ["city"]
    assert tally_of(last).is_complete
    assert standing_list(this.pair, this.chooses_for) is None


def the_agreements_stand_and_norrs_is_about_to_end():
    from samsyn.agreements.models import Agreement
    from samsyn.agreements.queries import matrix

    with on(TODAY):
        found = matrix(City.objects.get(slug="exempelstaden"), on=TODAY)
    states = {one.pair.name: str(one.state) for one in found.standings}
    assert states == {"Hela staden": "in-force", "Norr": "soon", "Söder": "in-force"}
    norr = next(one for one in found.standings if one.pair.name == "Norr")
    assert 30 < norr.days_left < 90
    assert (norr.next.replaces, norr.next.state) == (norr.row, "draft")
    assert Agreement.objects.filter(kind="operational", stage="in-force").count() == 1
    assert not Agreement.objects.filter(pair__city__slug="goteborg").exists()


def test_a_database_with_real_people_is_never_taken_for_empty(city):
    from samsyn.people.models import Organisation

    own = Organisation.objects.create(city=city, name="Stad", kind="city", party="city")
    Member.objects.create_user("eva@stad.se", "ett långt lösenord", name="Eva", organisation=own)
    assert not services.is_empty()
    assert services.has_real_members()


def test_the_command_says_no_to_a_database_that_is_not_empty(city, capsys):
    from samsyn.cli import seed
    from samsyn.people.models import Organisation

    own = Organisation.objects.create(city=city, name="Stad", kind="city", party="city")
    Member.objects.create_user("eva@stad.se", "ett långt lösenord", name="Eva", organisation=own)
    assert seed.run(Namespace(reset=False, yes=False)) == 1
    assert "Databasen är inte tom." in capsys.readouterr().err
    assert seed.run(Namespace(reset=True, yes=True)) == 2
    assert "medarbetare som inte är påhittade" in capsys.readouterr().err
    assert City.objects.filter(pk=city.pk).exists()
