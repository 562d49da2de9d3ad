"""The field: three taps, undo, receipts, and what the phone sends when the network is back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.records.joint import services as joint
from samsyn.steps.activity import services
from samsyn.steps.activity.models import Activity, Progress
from samsyn.steps.activity.tests import world
from samsyn.ui.clock import today


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def address(row):
    return reverse("field:activity", args=[row.pk])


def receipt(page):
    return re.search(r'name="token" value="([0-9a-f]{32})"', page).group(1)


@pytest.mark.parametrize("who", ["hanna", "karl"])
def test_from_the_start_page_to_a_count_in_three_taps(client, cast, decided, who):
    client.force_login(cast[who])
    start = text(client.get(reverse("home:start"), follow=True))
    menu = re.search(r'<a href="(/falt/)"[^>]*>Räkna</a>', start)
    first = text(client.get(menu.group(1)))  # tap 1: Räkna
    here = address(decided.activity)
    assert f'href="{here}"' in first
    second = text(client.get(here))  # tap 2: the activity
    assert "+1 tillfälle" in second and "<b " in second
    response = client.post(here, {"token": receipt(second)}, follow=True)  # tap 3: +1
    page = text(response)
    assert "Räknat: +1." in page and Progress.objects.get().by == cast[who]


def test_the_list_has_a_plus_of_its_own_so_that_two_taps_are_enough(client, hanna, decided):
    client.force_login(hanna)
    page = text(client.get(reverse("field:activities")))
    assert f'action="{address(decided.activity)}" data-count=' in page
    assert client.post(address(decided.activity), {"token": receipt(page)}).status_code == 302
    assert Progress.objects.count() == 1


def test_the_page_says_how_far_one_should_have_come(client, hanna, decided):
    client.force_login(hanna)
    page = text(client.get(address(decided.activity)))
    assert "efter planen." in page and "Strecket visar" in page and "av minst 100 tillfällen" in page
    services.count_progress(activity=decided.activity, by=hanna, count=100)
    assert "Det ni lovade är gjort." in text(client.get(address(decided.activity)))


def test_a_double_tap_counts_once_and_says_so(client, hanna, decided):
    client.force_login(hanna)
    data = {"token": receipt(text(client.get(address(decided.activity))))}
    client.post(address(decided.activity), data)
    client.get(address(decided.activity))
    again = client.post(address(decided.activity), data, follow=True)
    assert "Det var redan räknat." in text(again) and Progress.objects.count() == 1


def test_a_note_a_day_and_several_at_once(client, hanna, decided):
    client.force_login(hanna)
    yesterday = today() - timedelta(days=1)
    data = {"token": "a" * 32, "count": "3", "on": yesterday.isoformat(), "note": "Lugnt, många föräldrar."}
    page = text(client.post(address(decided.activity), data, follow=True))
    assert "Lugnt, många föräldrar." in page and "<strong>+3</strong>" in page
    row = Progress.objects.get()
    assert (row.count, row.on) == (3, yesterday)


def test_what_is_refused_keeps_what_was_typed(client, hanna, decided):
    client.force_login(hanna)
    data = {"token": "a" * 32, "on": (today() + timedelta(days=1)).isoformat(), "note": "Min anteckning"}
    response = client.post(address(decided.activity), data)
    page = text(response)
    assert (
        response.status_code == 422 and "har inte varit ännu" in page and "Min anteckning</textarea>" in page
    )
    assert "<details" in page and " open>" in page
    assert client.post(address(decided.activity), {"count": "inget"}).status_code == 422


def test_one_undoes_ones_own_and_the_row_stays_struck(client, hanna, karl, decided):
    row = services.count_progress(activity=decided.activity, by=hanna)
    client.force_login(hanna)
    page = text(client.post(reverse("field:undo", args=[row.pk]), follow=True))
    assert "Ångrat." in page and "Tillbakataget" in page and 'class="undone"' in page
    mine = services.count_progress(activity=decided.activity, by=karl)
    response = client.post(reverse("field:undo", args=[mine.pk]))
    assert response.status_code == 422 and "räknades av Karl" in text(response)
    assert "/falt/angra/" not in text(client.get(address(decided.activity)))


def test_the_phone_gets_a_short_answer_when_it_sends_what_waited(client, hanna, decided):
    client.force_login(hanna)
    data = {"token": "b" * 32, "on": today().isoformat()}
    headers = {"X-Samsyn-Count": "1"}
    for _time in range(2):
        assert client.post(address(decided.activity), data, headers=headers).status_code == 204
    assert Progress.objects.count() == 1
    refused = client.post(
        address(decided.activity), {**data, "token": "c" * 32, "count": "1000"}, headers=headers
    )
    assert refused.status_code == 422 and "fler än någon hinner" in refused.content.decode()
    assert refused["Content-Type"].startswith("text/plain")


def test_an_address_of_the_old_version_leads_to_the_new(client, hanna, astrid, bo, decided):
    newer = world.decide(joint.start_version(decided.plan, by=astrid), city=astrid, police=bo)
    current = Activity.objects.get(action__plan=newer)
    client.force_login(hanna)
    assert client.get(address(decided.activity))["Location"] == address(current)
    assert client.post(address(decided.activity), {"token": "d" * 32})["Location"] == address(current)


def test_an_activity_of_a_draft_has_no_button(client, hanna, draft):
    client.force_login(hanna)
    page = text(client.get(address(draft.activity)))
    assert "finns inte i någon beslutad plan" in page and "data-count" not in page
    assert client.post(address(draft.activity), {}).status_code == 422


def test_what_has_not_begun_has_no_button(client, hanna, decided):
    Activity.objects.filter(pk=decided.activity.pk).update(period_start=today() + timedelta(days=3))
    client.force_login(hanna)
    assert "Börjar senare" in text(client.get(reverse("field:activities")))
    page = text(client.get(address(decided.activity)))
    assert "Börjar " in page and "data-count" not in page


def test_ones_own_organisations_activities_come_first(client, hanna, karl, draft, astrid, bo, reasons):
    action = world.whole_action(draft.plan, by=astrid, cause=reasons.cause, goal=reasons.goal, title="Möten")
    world.whole_activity(action, by=astrid, text="Stadens möten")
    world.decide(draft.plan, city=astrid, police=bo)
    for member, order in ((hanna, -1), (karl, 1)):
        client.force_login(member)
        page = text(client.get(reverse("field:activities")))
        assert (page.index("Stadens möten") - page.index("Fotpatrull torsdag")) * order > 0


def test_who_counts_nothing_is_told_why(client, gun, farid, decided):
    for member in (gun, farid):
        client.force_login(member)
        page = text(client.get(reverse("field:activities")))
        assert "Du har inget att räkna just nu" in page and "Fotpatrull" not in page


def test_the_page_holds_no_inline_script_or_style(client, hanna, decided):
    client.force_login(hanna)
    page = client.get(address(decided.activity)).content.decode()
    assert "style=" not in page and "onclick" not in page
    assert re.findall(r"<script(?![^>]*src=)[^>]*>", page) == []
