"""What became of a year's priorities: from the goals that answer to them and the decided follow-ups, never guessed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.conference import queries
from samsyn.conference.tests import world
from samsyn.priorities import services as priorities
from samsyn.priorities.queries import decided_list
from samsyn.steps.followup import words
from samsyn.steps.followup.tests import world as followups
from samsyn.ui.clock import moved_to, today
from tests.worlds import picked

YEAR = today().year


@picked
def became(city, norr, soder, chosen):
    def read():
        return queries.became_of(decided_list(city.pk, YEAR), [norr, soder])

    return read


def test_without_goals_nobody_knows(became):
    first, second = became()
    assert (first.code, first.headline) == ("unknown", "Vet inte än.")
    assert first.why == "Inget område har ett beslutat mål som svarar mot den."
    assert [one.pair.name for one in second.silent] == ["Norr", "Söder"]


def test_a_goal_that_is_not_followed_up_says_when_it_will_be(became, chosen, cast, norr):
    followups.story(cast, norr, priority_key=chosen[0].key)
    first = became()[0]
    assert first.headline == "Vet inte än."
    assert first.why.startswith("Ett beslutat mål svarar mot den. Nästa uppföljning är planerad till")


@pytest.mark.parametrize(("delivered", "done"), [(48, "Gjort som lovat."), (3, "Inte gjort som lovat.")])
def test_what_the_decided_follow_up_says_is_what_is_said(became, chosen, cast, norr, delivered, done):
    row = followups.story(cast, norr, priority_key=chosen[0].key, delivered=delivered)
    followups.decide(followups.concluded(row, cast), cast)
    first, second = became()
    assert first.headline == f"{done} Effekten är inte känd."
    assert first.code == ("done" if delivered == 48 else "not-done")
    assert second.headline == "Vet inte än."


def test_done_in_one_area_and_not_in_the_other_is_partly(became, chosen, cast, norr):
    for delivered in (48, 3):
        row = followups.story(cast, norr, priority_key=chosen[0].key, delivered=delivered)
        followups.decide(followups.concluded(row, cast), cast)
    assert became()[0].headline.startswith("1 av 2 åtgärder är gjorda som lovat.")


@pytest.mark.parametrize(
    ("is_secured", "said"), [(True, "Effekten syns för 1 av 1 åtgärd."), (False, "Ingen säker effekt.")]
)
def test_an_effect_is_what_the_follow_up_could_tell_from_chance(
    became, chosen, cast, norr, monkeypatch, is_secured, said
):
    row = followups.story(cast, norr, priority_key=chosen[0].key)
    followups.decide(followups.concluded(row, cast), cast)
    monkeypatch.setattr(words, "is_tested", lambda measured: True)
    monkeypatch.setattr(words, "is_secured", lambda measured: is_secured)
    assert became()[0].headline == f"Gjort som lovat. {said}"


def test_refusals_come_with_their_reasons(became, chosen, norr, soder, astrid, farid):
    priorities.answer_priority(pair=norr, priority=chosen[0], is_taken_up=True, by=astrid)
    priorities.answer_priority(
        pair=soder, priority=chosen[0], is_taken_up=False, reason="Vi har inga torg.", by=farid
    )
    first = became()[0]
    assert [one.pair.name for one in first.takers] == ["Norr"]
    assert [one.answer.reason for one in first.refusals] == ["Vi har inga torg."]
    assert first.silent == []


def test_next_years_page_shows_what_became_of_each(client, cast, whole, norr, soder, chosen, astrid):
    """The clock goes one year ahead: the list that this year's conference decided is opened first."""
    from samsyn.conference import services
    from samsyn.priorities.tests import world as lists

    row = world.conference(cast, whole)
    proposed = world.candidates(row, cast, norr)
    for who in ("astrid", "bo"):
        world.order(row, proposed, (1, 2, 3), cast[who])
    made = services.make_list(conference=row, by=cast["astrid"])
    for piece in made.priorities.all():
        said = {"title": piece.title, "text": piece.text, "focus": piece.focus, "why": "Det drabbar många."}
        priorities.change_priority(priority=piece, version=1, is_chosen=piece.rank != 3, by=astrid, **said)
    decided = lists.decide(made, cast)
    assert decided.year == YEAR + 1
    with moved_to(timezone.make_aware(datetime(YEAR + 1, 3, 1, 10))):
        first = queries.became_of(decided, [])[0].row
        priorities.answer_priority(pair=norr, priority=first, is_taken_up=True, by=cast["bo"])
        priorities.answer_priority(
            pair=soder, priority=first, is_taken_up=False, reason="Vi börjar med stölderna.", by=cast["farid"]
        )
        held = followups.story(cast, norr, priority_key=first.key)
        followups.decide(followups.concluded(held, cast), cast)
    with moved_to(timezone.make_aware(datetime(YEAR + 1, 11, 1, 10))):
        world.conference(cast, whole, YEAR + 1)
        client.force_login(cast["farid"])
        address = reverse("conference:conference", args=["exempelstaden", YEAR + 1])
        page = client.get(address).content.decode()
    assert f"Först: vad blev det av prioriteringarna för {YEAR + 1}?" in page
    assert page.index("forra-h") < page.index("fore-h") < page.index("under-h") < page.index("efter-h")
    assert "Gjort som lovat. Effekten är inte känd." in page
    assert "Söder tar inte upp den." in page and "Vi börjar med stölderna." in page
    assert page.count("Vet inte än.") == 1
    assert held.get_absolute_url() not in page  # Farid may not open Norr's pages
