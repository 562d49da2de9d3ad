"""The problem itself: begun, changed, weighed, refused; two writers at once; public places only."""

from __future__ import annotations

import pytest

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.places.models import Place, PlaceKind
from samsyn.places.public_places import add_place
from samsyn.steps.problem import queries, services
from samsyn.steps.problem.models import ProblemKind, ProblemPicture, Weight
from samsyn.steps.problem.tests import world as worlds
from samsyn.ui.errors import StaleError, UserError


def said(picture, **more):
    """What the form of the problem says when nothing is changed."""
    return {
        "title": picture.title,
        "kind": picture.kind,
        "area": picture.area,
        "place": picture.place,
        "since": picture.since,
        "affected": picture.affected,
        "description": picture.description,
        "findings": list(picture.findings.all()),
        **more,
    }


def test_a_problem_begins_as_a_draft_and_is_logged_without_its_words(picture, finding, astrid):
    assert (picture.state, picture.number, picture.weight) == ("draft", 1, Weight.NOT_WEIGHED)
    assert list(picture.findings.all()) == [finding]
    entry = LogEntry.objects.get(event=Event.PROBLEM_ADDED)
    assert (entry.object_id, entry.by_id, entry.pair_id) == (str(picture.pk), astrid.pk, picture.pair_id)
    assert "Gamla" not in entry.facts


def test_a_problem_needs_a_name(norr, astrid):
    with pytest.raises(UserError, match="Problemets namn saknas"):
        worlds.add_problem(norr, astrid, "  ")


def test_who_may_only_read_begins_on_nothing(norr, hanna, gun, farid, david):
    for member in (hanna, gun, farid, david):
        with pytest.raises(UserError, match="inte skriva"):
            worlds.add_problem(norr, member, "Otryggt vid torget")


def test_an_area_of_another_pair_is_refused(norr, soder, astrid):
    with pytest.raises(UserError, match="hör inte till områdesparet"):
        worlds.add_problem(norr, astrid, "Otryggt vid torget", area=soder.city_area)


def test_a_finding_that_was_removed_meanwhile_is_refused_but_one_that_the_problem_has_may_stay(
    picture, finding, norr, astrid
):
    finding.removed_at = finding.written_at
    finding.save()
    kept = services.change_picture(picture=picture, version=1, by=astrid, **said(picture))
    assert list(kept.findings.all()) == [finding]
    with pytest.raises(UserError, match="finns inte längre i lägesbilden"):
        worlds.add_problem(norr, astrid, "Ett problem till", findings=[finding])


def test_a_finding_of_another_pair_is_refused(norr, soder, astrid, farid):
    theirs = worlds.add_finding(soder, farid)
    with pytest.raises(UserError, match="finns inte längre i lägesbilden"):
        worlds.add_problem(norr, astrid, "Otryggt vid torget", findings=[theirs])


def test_the_second_writer_is_told_and_nothing_is_overwritten(picture, astrid, bo):
    services.change_picture(picture=picture, version=1, by=bo, **said(picture, title="Bos ord"))
    with pytest.raises(StaleError, match="Någon har ändrat problembilden") as told:
        services.change_picture(picture=picture, version=1, by=astrid, **said(picture, title="Astrids ord"))
    assert told.value.theirs.startswith("Bos ord")
    assert ProblemPicture.objects.get().title == "Bos ord"


def test_the_findings_of_a_problem_are_edited(picture, finding, norr, astrid, bo):
    other = worlds.add_finding(norr, bo, "Fler känner sig otrygga på kvällen")
    changed = services.change_picture(picture=picture, version=1, by=bo, **said(picture, findings=[other]))
    assert list(changed.findings.all()) == [other]
    assert changed.version == 2


def test_to_set_aside_is_a_decision_with_a_reason(picture, bo):
    with pytest.raises(UserError, match="Det saknas ett skäl"):
        services.weigh(picture=picture, weight=Weight.SET_ASIDE, reason=" ", version=1, by=bo)
    held = services.weigh(
        picture=picture, weight=Weight.SET_ASIDE, reason="Går inte att påverka härifrån.", version=1, by=bo
    )
    assert (held.weight, held.version) == (Weight.SET_ASIDE, 2)
    assert LogEntry.objects.filter(event=Event.PROBLEM_WEIGHED).count() == 1


def test_two_who_weigh_at_once_do_not_overwrite_each_other(picture, astrid, bo):
    services.weigh(picture=picture, weight=Weight.CHOSEN, reason="Många berörs.", version=1, by=bo)
    with pytest.raises(StaleError):
        services.weigh(picture=picture, weight=Weight.SET_ASIDE, reason="Få berörs.", version=1, by=astrid)
    assert ProblemPicture.objects.get().weight == Weight.CHOSEN


@pytest.mark.parametrize("weight", ["", "kanske"])
def test_an_unknown_weight_is_refused(picture, bo, weight):
    with pytest.raises(UserError, match="Det saknas ett val"):
        services.weigh(picture=picture, weight=weight, reason="Skäl.", version=1, by=bo)


def test_an_unknown_kind_is_refused(norr, astrid):
    with pytest.raises(UserError, match="Det saknas ett slag"):
        worlds.add_problem(norr, astrid, "Otryggt", kind="annan sort")


def test_a_new_place_is_written_with_the_problem_or_neither_is(norr, astrid):
    made = worlds.add_problem(
        norr, astrid, "Otryggt vid stationen", new_place=services.NewPlace("Stationstorget", PlaceKind.SQUARE)
    )
    assert (made.place.name, made.place.area) == ("Stationstorget", norr.city_area)
    assert LogEntry.objects.filter(event=Event.PLACE_ADDED).count() == 1
    with pytest.raises(UserError, match="Problemets namn saknas"):
        worlds.add_problem(norr, astrid, "", new_place=services.NewPlace("Parken", PlaceKind.PARK))
    assert not Place.objects.filter(name="Parken").exists()


@pytest.mark.parametrize(
    "name",
    [
        "Storgatan 12",
        "Storgatan 12 B",
        "Storgatan 12b",
        "Lägenhet 1103",
        "lgh vid torget",
        "Porten mot torget",
        "Trapphuset i hörnet",
        "c/o Andersson",
        "Bostaden vid parken",
        "Andra våningen",
    ],
)
def test_a_place_that_looks_like_a_dwelling_is_refused_in_three_sentences(city, astrid, name):
    with pytest.raises(UserError, match="ser ut att peka ut en bostad eller ett hus") as told:
        add_place(city=city, name=name, kind=PlaceKind.STREET, by=astrid)
    assert str(told.value).count(". ") == 2
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    "name", ["Gamla bron", "Sportparken", "Hållplats 7", "Rastplatsen vid väg 155", "Trappan vid stationen"]
)
def test_public_places_with_numbers_or_words_that_only_look_alike_are_kept(city, astrid, name):
    assert add_place(city=city, name=name, kind=PlaceKind.SQUARE, by=astrid).name == name


def test_a_city_has_one_place_of_each_name(city, astrid):
    add_place(city=city, name="Gamla torget", kind=PlaceKind.SQUARE, by=astrid)
    with pytest.raises(UserError, match="har redan en plats som heter gamla torget"):
        add_place(city=city, name=" gamla  torget ", kind=PlaceKind.PARK, by=astrid)


@pytest.mark.parametrize(
    ("name", "kind", "words"), [("", "square", "saknar namn"), ("Torget", "", "saknas ett slag")]
)
def test_a_place_needs_a_name_and_a_kind(city, astrid, name, kind, words):
    with pytest.raises(UserError, match=words):
        add_place(city=city, name=name, kind=kind, by=astrid)


def test_the_list_holds_the_newest_standing_version_of_each(world, norr, astrid):
    from samsyn.records.joint.services import start_version, withdraw

    made = start_version(world["problem"], by=astrid)
    assert [row.pk for row in queries.pictures(norr)] == [made.pk, world["draft"].pk, world["aside"].pk]
    assert queries.current_picture(made.key) == made
    withdraw(made, by=astrid)
    assert queries.current_picture(made.key) == world["problem"]


def test_kinds_of_problems_have_swedish_names():
    assert ProblemKind.UNSAFETY.label == "otrygghet"
