"""The pages of the plan: doors, the three views of the same rows, forms without script, nothing lost."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from samsyn.records.joint import services as joint
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity import services
from samsyn.steps.activity.models import Action, ActionPlan, Activity
from samsyn.steps.activity.rules import WITHOUT_GOAL
from samsyn.steps.activity.tests import world
from samsyn.steps.purpose.models import Purpose

SLUG = "exempelstaden-norr"


def url(name, *args):
    return reverse(f"activity:{name}", args=[SLUG, *args])


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_who_is_not_signed_in_is_sent_to_sign_in(client, built):
    for address in (url("plans"), url("plan", built["plan"].pk), reverse("field:activities")):
        response = client.get(address)
        assert response.status_code == 302 and "/konto/" in response["Location"]


def test_the_pages_of_another_pair_are_not_found_by_swapping_the_pair_in_the_address(client, farid, built):
    client.force_login(farid)
    for name, pk in (
        ("plan", built["{action_plan}"]),
        ("action", built["{action}"]),
        ("activity", built["{activity}"]),
    ):
        assert client.get(reverse(f"activity:{name}", args=["exempelstaden-soder", pk])).status_code == 404


def test_no_plan_yet_teaches_what_belongs_here(client, astrid, hanna, norr):
    client.force_login(astrid)
    page = text(client.get(url("plans")))
    assert (
        "Ingen åtgärdsplan är påbörjad" in page
        and "Börja på en plan" in page
        and "5 § lag (2023:196)" in page
    )
    client.force_login(hanna)
    assert "Börja på en plan" not in text(client.get(url("plans")))


def test_a_new_plan_proposes_the_newest_edition_and_the_steering_group(client, astrid, norr, reasons):
    later = world.edition_of(norr, number=2, by=astrid)
    client.force_login(astrid)
    page = text(client.get(url("plan_new")))
    assert f'<option value="{later.pk}" selected>Utgåva 2' in page
    assert "selected>Styrgrupp Norr" in page
    data = {"title": "Plan 2027", "period_start": "2027-01-01", "last_day": "2027-12-31", "edition": later.pk}
    response = client.post(url("plan_new"), data)
    plan = ActionPlan.objects.get()
    assert response.status_code == 302 and response["Location"] == plan.get_absolute_url()
    assert plan.period_end.isoformat() == "2028-01-01" and plan.edition == later


def test_a_plan_with_an_impossible_period_keeps_what_was_typed(client, astrid, norr):
    client.force_login(astrid)
    data = {"title": "Min plan", "period_start": "2027-05-02", "last_day": "2027-05-01"}
    response = client.post(url("plan_new"), data)
    assert response.status_code == 422
    assert "Perioden slutar innan den börjar" in text(response) and 'value="Min plan"' in text(response)


def test_a_later_edition_is_said_with_what_to_do(client, astrid, norr, draft):
    world.edition_of(norr, number=2, by=astrid)
    client.force_login(astrid)
    page = text(client.get(url("plan", draft.plan.pk)))
    assert "Planen vilar på" in page and "Utgåva 2 gäller nu." in page
    assert "Byt till utgåva 2 om åtgärderna håller" in page


def test_the_list_shows_cause_goal_progress_and_who(client, gun, built):
    client.force_login(gun)
    page = text(client.get(url("plan", built["plan"].pk)))
    for said in (
        "Inga vuxna på plats",
        "Färre bråk på kvällarna",
        "<b>1</b> av minst 100 tillfällen",
        "efter planen",
        "Centrumtorget",
        "Undantag.",
        "Vandringen ska ge underlag till målen.",
        "Lena, socialdirektör",
        "Version 2 är påbörjad",
        "Exempeldata",
    ):
        assert said in page, said
    assert "style=" not in page and "Lägg till en åtgärd" not in page


@pytest.mark.parametrize("view", ["lista", "kalender", "karta"])
def test_the_three_views_show_the_same_activities(client, gun, built, view):
    client.force_login(gun)
    page = text(client.get(url("plan", built["plan"].pk) + f"?vy={view}"))
    for row in built["activities"]:
        assert row.text in page
    assert f'href="?vy={view}" aria-current="page"' in page


@pytest.mark.parametrize(("view", "said"), [("kalender", "1 av 100 tillfällen"), ("karta", "1 tillfällen")])
def test_the_calendar_and_the_map_are_drawings_with_an_equal_table(client, gun, built, view, said):
    client.force_login(gun)
    page = text(client.get(url("plan", built["plan"].pk) + f"?vy={view}"))
    assert '<figure class="chart"' in page and "<svg" in page
    assert said in page[page.index("<table") :]


def test_an_empty_plan_teaches_in_every_view(client, astrid, norr, reasons):
    plan = world.whole_plan(norr, by=astrid)
    client.force_login(astrid)
    for view in ("", "kalender", "karta"):
        page = client.get(url("plan", plan.pk) + f"?vy={view}")
        assert page.status_code == 200 and "Planen har ingen åtgärd." in text(page)
    assert "Planen är tom" in text(client.get(url("plan", plan.pk)))


def test_the_type_is_chosen_first_and_fills_in_the_form(client, astrid, draft):
    client.force_login(astrid)
    address = url("action_new", draft.plan.pk)
    page = text(client.get(address))
    assert "Välj typ av åtgärd" in page and 'href="?slag=graffiti-removal"' in page
    form = text(client.get(address + "?slag=graffiti-removal"))
    assert (
        'value="Klottersanering inom 24 timmar"' in form
        and '<option value="klottersanering" selected' in form
    )
    data = {
        "title": "Klottersanering inom 24 timmar",
        "nature": "situational",
        "party": "city",
        "cause": str(draft.action.cause.key),
        "goal": str(draft.action.goal.key),
    }
    response = client.post(address + "?slag=graffiti-removal", data)
    made = Action.objects.get(title="Klottersanering inom 24 timmar")
    assert response["Location"] == url("activity_new", made.pk) and made.cause == draft.action.cause
    assert 'name="within_hours" value="24"' in text(client.get(url("activity_new", made.pk)))


def test_a_cause_of_a_draft_is_offered_and_said_to_be_one(client, astrid, norr, reasons, draft):
    loose = world.problem_of(norr, by=astrid, state="draft")
    world.cause_of(loose, by=astrid, text="Ny orsak")
    client.force_login(astrid)
    page = text(client.get(url("action_new", draft.plan.pk) + "?slag=other"))
    assert '<optgroup label="Otryggt vid centrum (inte beslutad)">' in page


def test_an_activity_is_added_and_shown_with_its_last_day(client, bo, draft):
    client.force_login(bo)
    data = {
        "text": "Extra pass",
        "amount": "12",
        "unit": "pass",
        "period_start": world.START.isoformat(),
        "last_day": world.START.replace(day=31).isoformat(),
        "responsible": "gruppchef",
    }
    response = client.post(url("activity_new", draft.action.pk), data)
    assert response["Location"].endswith(f"#atgard-{draft.action.pk}")
    made = Activity.objects.get(text="Extra pass")
    assert made.last_day == world.START.replace(day=31) and made.amount == 12
    assert "av minst 12 pass" in text(client.get(url("plan", draft.plan.pk)))


@pytest.mark.parametrize("piece", ["action", "activity"])
def test_two_writers_the_second_keeps_her_text_and_sees_the_other(client, astrid, bo, draft, piece):
    client.force_login(astrid)
    if piece == "action":
        address = url("action", draft.action.pk)
        data = {"title": "Astrids", "nature": "social", "party": "city", "version": 1}
        services.change_action(
            action=draft.action, version=1, by=bo, kind="other", title="Bos", nature="social"
        )
    else:
        address = url("activity", draft.activity.pk)
        data = {
            "text": "Astrids", "unit": "pass", "responsible": "x", "version": 1,
            "period_start": world.START.isoformat(), "last_day": world.START.isoformat(),
        }  # fmt: skip
        services.change_activity(
            activity=draft.activity, version=1, by=bo, text="Bos", unit="pass", responsible="x",
            period_start=world.START, period_end=world.END,
        )  # fmt: skip
    response = client.post(address, data)
    page = text(response)
    assert response.status_code == 422 and "Texten som gäller nu" in page and "Bos" in page
    assert 'value="Astrids"' in page and 'name="version" value="2"' in page
    assert client.post(address, {**data, "version": 2}).status_code == 302


def test_changing_a_plan_on_review_warns_first(client, astrid, draft):
    joint.send_to_review(draft.plan, by=astrid)
    client.force_login(astrid)
    assert "båda godkännandena upphör" in text(client.get(url("action", draft.action.pk)))


def test_a_decided_plan_has_no_form_that_works(client, astrid, decided):
    client.force_login(astrid)
    data = {"title": "Nytt", "nature": "social", "party": "city", "version": 1}
    response = client.post(url("action", decided.action.pk), data)
    assert response.status_code == 422 and "Skapa en ny version" in text(response)
    assert "Ändra åtgärden" not in text(client.get(url("plan", decided.plan.pk)))


def test_an_action_is_removed_by_a_button(client, astrid, draft):
    client.force_login(astrid)
    assert client.post(url("action_remove", draft.action.pk), {"version": "9"}).status_code == 422
    assert client.post(url("action_remove", draft.action.pk), {"version": "1"}).status_code == 302
    assert "Planen är tom" in text(client.get(url("plan", draft.plan.pk)))


def test_an_activity_is_removed_by_a_button(client, astrid, draft):
    client.force_login(astrid)
    assert client.post(url("activity_remove", draft.activity.pk), {"version": "x"}).status_code == 422
    assert client.post(url("activity_remove", draft.activity.pk), {"version": "1"}).status_code == 302


def test_who_decides_signs_an_exception_and_it_stands_beside_the_action(client, lena, draft):
    Action.objects.filter(pk=draft.action.pk).update(goal=None)
    client.force_login(lena)
    page = text(client.get(url("plan", draft.plan.pk)))
    assert "Skriv under undantag från mål" in page and "Ändra åtgärden" not in page
    address = url("exception", draft.action.pk, WITHOUT_GOAL)
    assert "Skriv under för staden" in text(client.get(address))
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Vi prövar först."}).status_code == 302
    page = text(client.get(url("plan", draft.plan.pk)))
    assert "Vi prövar först." in page and "Lena, socialdirektör" in page
    assert "Skriv under undantag från mål" not in page
    assert "redan undertecknat" in text(client.get(address))


def test_there_is_no_exception_from_an_unknown_rule(client, lena, draft):
    client.force_login(lena)
    assert client.get(url("exception", draft.action.pk, "allt-far-man")).status_code == 404


def test_what_left_the_plan_is_shown_with_what_was_counted(client, astrid, bo, hanna, decided, reasons):
    services.count_progress(activity=decided.activity, by=hanna, count=7)
    draft = joint.start_version(decided.plan, by=astrid)
    services.remove_action(action=draft.actions.get(), version=1, by=astrid)
    client.force_login(astrid)
    page = text(client.get(url("plan", draft.pk)))
    assert "Inte längre i planen" in page and "Fotpatrull vid centrum: 7 tillfällen." in page


def test_a_decided_plan_says_that_its_goal_no_longer_holds_and_where_to_change_it(
    client, astrid, gun, decided, reasons
):
    address = url("plan", decided.plan.pk)
    client.force_login(astrid)
    assert "Målet gäller inte längre." not in text(client.get(address))
    Purpose.objects.filter(pk=reasons.goal.purpose_id).update(state=JointState.SUPERSEDED)
    cache.clear()  # in real life it stands in the log, and the page is made anew
    page = text(client.get(address))
    assert "Målet gäller inte längre." in page
    assert page.count("Ändra planen i en ny version") == 2
    client.force_login(gun)
    page = text(client.get(address))
    assert "Målet gäller inte längre." in page and "Ändra planen i en ny version" not in page


def test_the_decision_page_of_a_new_version_shows_the_old_value_struck(client, astrid, bo, decided):
    draft = joint.start_version(decided.plan, by=astrid)
    activity = draft.actions.get().activities.get()
    services.change_activity(
        activity=activity, version=1, by=bo, text=activity.text, amount=80, unit=activity.unit,
        period_start=activity.period_start, period_end=activity.period_end, responsible="områdespolis",
        place=activity.place, doer=activity.doer,
    )  # fmt: skip
    client.force_login(astrid)
    page = text(client.get(reverse("records:decide", args=[SLUG, "atgardsplan", draft.pk])))
    assert "<del>100</del>" in page and "<ins>80</ins>" in page


def test_the_plan_page_needs_few_queries(client, gun, built, django_assert_max_num_queries):
    client.force_login(gun)
    client.get(url("plan", built["plan"].pk))
    with django_assert_max_num_queries(30):
        client.get(url("plan", built["plan"].pk))
