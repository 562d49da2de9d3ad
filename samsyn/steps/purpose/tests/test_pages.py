"""The pages of step 3 as people use them, with and without script."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from samsyn.steps.purpose import services
from samsyn.steps.purpose.models import Goal, Purpose
from samsyn.steps.purpose.tests import world
from samsyn.ui.clock import today
from tests.worlds import picked


def address(name, norr, *more):
    return reverse(f"purpose:{name}", args=[norr.slug, *more])


@pytest.fixture
def as_astrid(client, astrid):
    client.force_login(astrid)
    return client


@picked
def typed(norr, edition):
    """What a person types for a goal that lacks nothing."""

    def type_in(**more):
        return {
            "statement": "Färre misshandlas ute",
            "level": "effect",
            "kind": "crime",
            "direction": "down",
            "tal": world.reference(norr, world.ASSAULTS),
            "target": "100",
            "due_on": (today() + timedelta(days=400)).isoformat(),
            "periods": "1",
            "measured_by": "Analytiker",
            "why": "",
            **more,
        }

    return type_in


def text(response):
    return response.content.decode()


def test_the_list_teaches_when_there_is_nothing(as_astrid, norr):
    shown = text(as_astrid.get(address("purposes", norr)))
    assert "Inget syfte är skrivet ännu" in shown and "Gå till problembilderna" in shown


def test_the_list_shows_what_lacks_a_purpose_and_every_goal_by_level(as_astrid, norr, made):
    shown = text(as_astrid.get(address("purposes", norr)))
    assert "Ett problem saknar syfte" in shown and made["unaimed"].title in shown
    assert shown.index("att problemet blir mindre") < shown.index("att ni gör det ni har lovat")
    assert "Förändringen går att se: chansen är" in shown
    assert "Beslutad av båda. Målen gäller." in shown
    assert "Ingen mäter: skriv vilken funktion som ska göra det." in shown


def test_a_reader_sees_the_goals_and_no_buttons(client, gun, norr, made):
    client.force_login(gun)
    shown = text(client.get(address("purposes", norr)))
    assert (
        "Färre misshandlas ute" in shown and "Lägg till ett mål" not in shown and "Skriv syftet" not in shown
    )


@pytest.mark.parametrize(
    ("who", "status"),
    [("astrid", 200), ("bo", 200), ("gun", 403), ("hanna", 403), ("lena", 403), ("farid", 404)],
)
def test_who_may_write_a_goal(client, cast, norr, made, who, status):
    client.force_login(cast[who])
    for name, more in (("goal_new", []), ("goal", [made["goal_draft"].pk])):
        assert client.get(address(name, norr, made["purpose_draft"].pk, *more)).status_code == status
    assert client.post(address("answer", norr, made["purpose_draft"].pk), {}).status_code == status


def test_a_purpose_is_written_and_changed(as_astrid, norr, edition, problem):
    sent = as_astrid.post(address("purpose_new", norr, problem.pk), {"text": "Alla ska våga gå hem."})
    made = Purpose.objects.get()
    assert sent.url == made.get_absolute_url()
    as_astrid.post(address("purpose_change", norr, made.pk), {"text": "Ingen ska vara rädd.", "version": 1})
    assert Purpose.objects.get().text == "Ingen ska vara rädd."


def test_two_people_change_the_words_and_the_second_sees_the_first_ones(as_astrid, norr, purpose, bo):
    services.change_purpose(purpose=purpose, text="Bos text", version=1, by=bo)
    url = address("purpose_change", norr, purpose.pk)
    answer = as_astrid.post(url, {"text": "Astrids text", "version": 1})
    assert answer.status_code == 422
    assert "Bos text" in text(answer) and "Astrids text" in text(answer)
    assert as_astrid.post(url, {"text": "Bådas text", "version": 2}).status_code == 302


def test_a_goal_is_saved_from_the_form(as_astrid, norr, purpose, typed):
    answer = as_astrid.post(address("goal_new", norr, purpose.pk), typed())
    goal = Goal.objects.get()
    assert answer.url == f"{purpose.get_absolute_url()}#mal-{goal.pk}"
    assert (goal.baseline, goal.target) == (150, 100)


def test_a_share_typed_with_its_sign_is_read(as_astrid, norr, purpose, typed, part):
    said = typed(tal=world.reference(norr, world.SAFE, area=part), direction="up", target="56,5 %")
    as_astrid.post(address("goal_new", norr, purpose.pk), said)
    assert Goal.objects.get().target == 0.565


def test_a_goal_may_be_saved_before_all_is_known_and_says_what_is_lacking(as_astrid, norr, purpose, typed):
    said = typed(target="170", due_on="2020-01-01", measured_by="")
    shown = text(as_astrid.post(address("goal_new", norr, purpose.pk), said, follow=True))
    assert "Målet är att minska, men målvärdet 170 är högre än utgångsvärdet 150" in shown
    assert "Datumet 1 januari 2020 har redan varit" in shown and "Ingen mäter" in shown


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"target": "många"}, "Talet går inte att läsa. Du skrev ”många”."),
        ({"target": "99,5"}, "Måttet räknas i hela tal."),
        ({"due_on": "i höst"}, "Dagen går inte att läsa."),
        ({"tal": "crime_assault|x|y|z|1"}, "finns inte i den senast beslutade utgåvan"),
        ({"statement": ""}, "måste fyllas i"),
        ({"tal": "eget", "own_measure": "Bråk", "baseline": "tio"}, "Du skrev ”tio”."),
    ],
)
def test_nonsense_is_answered_in_words_and_the_rest_is_kept(as_astrid, norr, purpose, typed, more, sentence):
    answer = as_astrid.post(
        address("goal_new", norr, purpose.pk), typed(why="Då ligger vi nära snittet.", **more)
    )
    assert answer.status_code == 422
    assert sentence in text(answer) and "Då ligger vi nära snittet." in text(answer)


def test_without_script_a_button_computes_and_keeps_what_was_typed(as_astrid, norr, purpose, typed):
    shown = text(as_astrid.post(address("goal_new", norr, purpose.pk), typed(target="140", rakna="1")))
    assert "Nej, inte så här." in shown and 'value="140"' in shown
    assert not Goal.objects.exists()


def test_the_search_finds_figures_and_keeps_what_was_typed(as_astrid, norr, purpose, typed):
    said = typed(**{"sok": "trygga norr", "sok-tal": "1"})
    shown = text(as_astrid.post(address("goal_new", norr, purpose.pk), said))
    assert "61\u00a0%" in shown and "Färre misshandlas ute" in shown
    said["sok"] = "cykelstöld"
    assert "Inget tal passar sökningen ”cykelstöld”" in text(
        as_astrid.post(address("goal_new", norr, purpose.pk), said)
    )


def test_choosing_a_way_out_writes_it_in_the_form(as_astrid, norr, purpose, typed, part):
    said = typed(tal=world.reference(norr, world.SAFE, area=part), direction="up", target="56")
    url = address("goal_new", norr, purpose.pk)
    assert "Mät hela Norr, 1\u00a0207 svar." in text(as_astrid.post(url, {**said, "rakna": "1"}))
    chosen = {"tal": world.reference(norr, world.SAFE, area=norr.city_area), "target": "67"}
    shown = text(as_astrid.post(url, {**said, "valj": urlencode(chosen)}))
    assert "Ja, det syns." in shown and 'value="67"' in shown
    assert not Goal.objects.exists()


def test_the_answer_comes_alone_while_one_types(as_astrid, norr, purpose, typed):
    answer = as_astrid.post(address("answer", norr, purpose.pk), typed())
    assert 'data-headline="Ja, det syns."' in text(answer) and "<html" not in text(answer)
    assert "<svg" in text(answer) and "Ja, inget saknas." in text(answer)


def test_the_answer_to_another_figure_turns_the_direction(as_astrid, norr, purpose, typed, part):
    said = typed(tal=world.reference(norr, world.SAFE, area=part), target="", **{"nytt-tal": "1"})
    shown = text(as_astrid.post(address("answer", norr, purpose.pk), said))
    assert '<option value="up" selected>' in shown and "I procent." in shown


@pytest.mark.parametrize(
    "junk", [{}, {"tal": "x" * 3000}, {"target": "\x00"}, {"level": "?", "mal": "x"}, {"periods": "99"}]
)
def test_the_answer_stands_any_nonsense(as_astrid, norr, purpose, junk):
    assert as_astrid.post(address("answer", norr, purpose.pk), junk).status_code == 200


def test_a_goal_is_changed_and_removed(as_astrid, norr, purpose, goal, typed):
    url = address("goal", norr, purpose.pk, goal.pk)
    assert "Hämtat ur utgåva 1." in text(as_astrid.get(url))
    as_astrid.post(url, typed(target="90", version="1"))
    assert Goal.objects.get().target == 90
    gone = address("goal_remove", norr, purpose.pk, goal.pk)
    stale = as_astrid.post(gone, {"version": "1"})
    assert stale.status_code == 422 and "Någon har ändrat samma sak" in text(stale)
    as_astrid.post(gone, {"version": "2"})
    assert Goal.objects.get().removed_at is not None


def test_two_people_change_a_goal_and_the_second_sees_the_first_ones(
    as_astrid, norr, purpose, goal, typed, bo
):
    services.change_goal(goal=goal, version=1, by=bo, **world.said(norr, target=110.0))
    url = address("goal", norr, purpose.pk, goal.pk)
    answer = as_astrid.post(url, typed(target="90", version="1"))
    assert answer.status_code == 422
    assert "Färre misshandlas ute, 150 till 110" in text(answer) and 'name="version" value="2"' in text(
        answer
    )
    assert as_astrid.post(url, typed(target="90", version="2")).status_code == 302


def test_a_decided_goal_sends_one_on_to_a_new_version(as_astrid, norr, made):
    for name, more in (("goal_new", []), ("goal", [made["goal"].pk]), ("purpose_change", [])):
        answer = as_astrid.get(address(name, norr, made["purpose"].pk, *more), follow=True)
        assert "Börja på en ny version av det" in text(answer)


def test_an_older_version_points_at_the_newest(as_astrid, norr, made, astrid):
    from samsyn.records.joint.services import start_version

    new = start_version(made["purpose"], by=astrid)
    shown = text(as_astrid.get(made["purpose"].get_absolute_url()))
    assert "Det finns en nyare version av syftet, version 2." in shown and new.get_absolute_url() in shown


def test_without_a_decided_edition_the_form_says_what_to_do(as_astrid, norr, cast, astrid):
    purpose = services.add_purpose(
        problem=world.problem_of(cast, norr), text="Alla ska våga gå hem.", by=astrid
    )
    shown = text(as_astrid.get(address("goal_new", norr, purpose.pk)))
    assert "Ingen utgåva av lägesbilden är beslutad än" in shown and "Vad räknar ni?" in shown


def test_a_goal_of_one_purpose_is_not_found_under_another(as_astrid, norr, made):
    assert as_astrid.get(address("goal", norr, made["purpose"].pk, made["goal_draft"].pk)).status_code == 404
