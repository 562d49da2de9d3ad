"""The city's priorities in step 3: the pair's answer on top, and goals that answer to them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.priorities import services as priorities
from samsyn.priorities.tests import world as city_world
from samsyn.records.joint.kinds import find
from samsyn.records.joint.queries import contents_of, texts_of
from samsyn.records.joint.services import start_version
from samsyn.steps.purpose import services
from samsyn.steps.purpose.models import Goal
from samsyn.steps.purpose.tests import world
from samsyn.ui.clock import moved_to, today
from samsyn.ui.errors import UserError
from tests.worlds import shared

YEAR = today().year


@shared
def chosen(cast, city, pairs):
    return city_world.decided(cast, city_world.whole(city), YEAR)


def goal_page(purpose):
    return reverse("purpose:goal_new", args=[purpose.pair.slug, purpose.pk])


def test_a_city_that_has_decided_nothing_is_not_asked_about(client, purpose, norr, astrid):
    client.force_login(astrid)
    assert (
        "Stadens prioriteringar"
        not in client.get(reverse("purpose:purposes", args=[norr.slug])).content.decode()
    )
    assert "Svarar mot stadens prioritering" not in client.get(goal_page(purpose)).content.decode()


def test_the_priorities_stand_on_top_with_the_answer_and_the_goals(client, chosen, purpose, norr, astrid):
    client.force_login(astrid)
    address = reverse("purpose:purposes", args=[norr.slug])
    page = client.get(address).content.decode()
    assert f"Stadens prioriteringar {YEAR}" in page
    assert page.count("Ni har inte svarat.") == 2
    answered = client.post(reverse("priorities:answer", args=[norr.slug, chosen[0].key]), {"answer": "ja"})
    assert answered.status_code == 302
    page = client.get(address).content.decode()
    assert "Ni tar upp den." in page and "Inget mål svarar mot den än." in page
    services.add_goal(purpose=purpose, by=astrid, **world.said(norr, priority_key=chosen[0].key))
    page = client.get(address).content.decode()
    assert "Mål som svarar mot den:" in page and "Inget mål svarar mot den än." not in page


def test_one_who_only_reads_sees_the_priorities_without_buttons(client, chosen, norr, gun):
    client.force_login(gun)
    page = client.get(reverse("purpose:purposes", args=[norr.slug])).content.decode()
    assert "Trygga kvällar ute" in page
    assert "Tar inte upp" not in page


def test_a_refusal_stands_there_with_its_reason(client, chosen, norr, astrid):
    priorities.answer_priority(
        pair=norr, priority=chosen[0], is_taken_up=False, reason="Vi har inga torg.", by=astrid
    )
    client.force_login(astrid)
    page = client.get(reverse("purpose:purposes", args=[norr.slug])).content.decode()
    assert "Ni tar inte upp den:" in page and "Vi har inga torg." in page


def test_the_whole_city_answers_nothing_to_itself(client, chosen, astrid):
    client.force_login(astrid)
    pair = chosen[0].list.pair
    page = client.get(reverse("purpose:purposes", args=[pair.slug])).content.decode()
    assert "Ni har inte svarat." not in page


def test_last_years_priorities_are_off_the_table(client, chosen, norr, astrid):
    client.force_login(astrid)
    with moved_to(timezone.make_aware(datetime(YEAR + 1, 2, 1, 10))):
        page = client.get(reverse("purpose:purposes", args=[norr.slug])).content.decode()
    assert "Stadens prioriteringar" not in page


def test_a_goal_is_tied_to_a_priority_on_its_form(client, chosen, goal, astrid):
    client.force_login(astrid)
    page = client.get(goal.get_absolute_url()).content.decode()
    assert f"{YEAR}: Trygga kvällar ute" in page
    kept = goal.baseline_figure
    said = {
        "tal": "|".join(str(kept[name]) for name in ("metric", "area", "start", "end", "import")),
        "statement": goal.statement, "level": goal.level, "kind": goal.kind, "direction": goal.direction,
        "target": "100", "periods": "1", "version": "1", "priority_key": str(chosen[0].key),
    }  # fmt: skip
    assert client.post(goal.get_absolute_url(), said).status_code == 302
    goal.refresh_from_db()
    assert goal.priority_key == chosen[0].key
    assert (
        f'<option value="{chosen[0].key}" selected>' in client.get(goal.get_absolute_url()).content.decode()
    )


def test_a_priority_that_is_not_decided_is_refused(chosen, purpose, norr, astrid):
    draft = city_world.draft(
        {"astrid": astrid, "bo": astrid}, chosen[0].list.pair, YEAR + 1
    ).priorities.first()
    with pytest.raises(UserError, match="finns inte i en beslutad lista"):
        services.add_goal(purpose=purpose, by=astrid, **world.said(norr, priority_key=draft.key))


def test_the_decided_text_says_which_priority_and_a_new_version_keeps_it(chosen, purpose, norr, cast, astrid):
    services.add_goal(purpose=purpose, by=astrid, **world.said(norr, priority_key=chosen[0].key))
    services.add_goal(purpose=purpose, by=astrid, **world.own())
    decided = world.decide(purpose, cast)
    first, second = contents_of(decided)["goals"]
    assert first["priority"] == {"key": str(chosen[0].key), "title": "Trygga kvällar ute", "year": YEAR}
    assert second["priority"] is None
    texts = texts_of(find("syfte"), contents_of(decided))
    assert f"Svarar mot stadens prioritering {YEAR}: Trygga kvällar ute." in texts[2].text
    old = {"schema": 1, **contents_of(decided)}
    for goal in old["goals"]:
        del goal["priority"]  # as texts that were decided before the city had priorities
    assert "Svarar mot" not in texts_of(find("syfte"), old)[2].text
    made = start_version(decided, by=astrid)
    assert Goal.objects.filter(purpose=made, priority_key=chosen[0].key).count() == 1
