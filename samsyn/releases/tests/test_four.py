"""Four pictures of the same objects, and none of them tells of what is not released."""

from __future__ import annotations

import pytest
from django.urls import reverse

from samsyn.releases import four, services
from samsyn.releases.tests.world import release_all
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.models import Section
from tests.worlds import shared

OWN, PART, BOTH = "Polisens egen tanke", "Polisen ser ett mönster", "Polisens öppna ord"


@shared
def three(norr, bo, astrid):
    """Three texts of the police: its own, one released, and the city's one about another part."""
    picture = situation.open_picture(norr)
    add = situation.add_paragraph
    open_words = add(picture=picture, section=Section.ANALYSIS, text=BOTH, by=bo)
    services.release(
        norr, [f"situation.paragraph:{open_words.pk}"], scope="whole", reason="Skäl.", legal_ground="not-secret", by=bo
    )  # fmt: skip
    add(picture=picture, section=Section.ANALYSIS, text=OWN, by=bo)
    add(picture=picture, section=Section.MAPPING, text="Stadens ord om kartan", by=astrid)
    release_all(norr, astrid)
    return picture


def told(client, member, view):
    client.force_login(member)
    return client.get(reverse("releases:four", args=["exempelstaden-norr"]), {"vy": view}).content.decode()


@pytest.mark.parametrize("view", four.View.values)
def test_no_picture_of_the_other_tells_of_what_is_its_own(client, three, astrid, bo, view):
    assert OWN not in told(client, astrid, view)
    assert (OWN in told(client, bo, view)) == (view in {"egen", "skillnader"})


def test_what_is_released_whole_is_joint_and_the_others_and_no_difference(client, three, astrid):
    seen = {view: BOTH in told(client, astrid, view) for view in four.View.values}
    assert seen == {"egen": False, "andras": True, "gemensam": True, "skillnader": False}


def test_a_topic_that_one_alone_has_is_a_difference_in_words_that_tell_nothing_more(three, norr, bo):
    of_city = {one.title: one for one in four.topics(norr, "city", four.View.DIFFERENCES)}
    assert of_city["kartläggning"].note == "Polisen har inte släppt något om det."
    assert of_city["analys"].note == "Ni har inte skrivit något om det." and of_city["analys"].theirs == []
    of_police = {one.title: one for one in four.topics(norr, "police", four.View.DIFFERENCES)}
    assert [seen.mark for seen in of_police["analys"].own] == ["bara ni ser det"]
    before = [one.note for one in four.topics(norr, "city", four.View.DIFFERENCES)]
    situation.add_paragraph(picture=norr.picture, section=Section.MAPPING, text="Mer eget.", by=bo)
    assert [one.note for one in four.topics(norr, "city", four.View.DIFFERENCES)] == before


def test_an_unknown_view_shows_the_differences(client, three, bo):
    assert 'aria-current="page">Skillnaderna' in told(client, bo, "påhitt")
