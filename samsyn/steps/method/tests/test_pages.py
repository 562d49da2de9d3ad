"""The pages of step 4: who may, who may only read, who may not see; and that each form works without script."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from samsyn.records.joint import services as joint
from samsyn.steps.method import hooks, queries, services
from samsyn.steps.method.models import GivenResource, MethodChoice, Resource, WorkPlan
from samsyn.steps.method.tests import world
from samsyn.ui.clock import today


def url(name, *args):
    return reverse(f"method:{name}", args=["exempelstaden-norr", *args])


@pytest.fixture
def as_(client):
    def enter(member):
        client.force_login(member)
        return client

    return enter


def said(response):
    return " ".join(response.content.decode().split())


def test_the_room_teaches_when_nothing_is_taken_on(norr, astrid, as_):
    text = said(as_(astrid).get(url("plans")))
    assert "Inget problem är prioriterat än" in text
    assert "Öppna metodbiblioteket" in text


def test_the_room_shows_what_waits_and_a_writer_begins_with_a_button(problem, astrid, as_):
    text = said(as_(astrid).get(url("plans")))
    assert "Prioriterade problem utan plan" in text and "Ordna arbetet" in text
    response = as_(astrid).post(url("plan_new", problem.pk))
    assert response.status_code == 302
    assert WorkPlan.objects.get().problem == problem


def test_a_second_click_on_the_button_is_told_what_happened(plan, problem, bo, as_):
    response = as_(bo).post(url("plan_new", problem.pk))
    assert response.status_code == 422
    assert "Arbetet med problemet är redan ordnat" in said(response)


def test_the_room_lists_each_plan_with_causes_promises_and_state(whole, cast, astrid, hanna, as_):
    joint.send_to_review(whole, by=astrid)
    text = said(as_(hanna).get(url("plans")))
    for words in (
        "Otryggt vid busstorget",
        "Styrgrupp Norr",
        "2 av 2",
        "På granskning",
        "Väntar på båda parter.",
    ):
        assert words in text
    joint.approve(whole, read_checksum=WorkPlan.objects.get().checksum, by=cast["bo"])
    assert "Väntar på staden." in said(as_(hanna).get(url("plans")))


def test_a_problem_that_is_not_decided_stands_last_in_the_room(cast, norr, astrid, as_):
    world.problems.add_problem(norr, astrid, "Otryggt i parken")
    text = said(as_(astrid).get(url("plans")))
    assert "Kommer sedan" in text and "Otryggt i parken" in text and "Ordna arbetet" not in text


def test_the_plan_shows_methods_with_their_evidence_and_the_causes_left_out(whole, hanna, as_):
    text = said(as_(hanna).get(url("plan", whole.pk)))
    assert "Fotpatrull" in text and "prövad med blandat resultat" in text
    assert "Ni arbetar inte med orsaken" in text
    assert "Ändra" not in text and "Skriv in givet" not in text  # she reads


def test_the_plan_sets_the_parties_side_by_side_with_a_bar(whole, astrid, as_):
    services.give_resource(resource=whole.resources.first(), amount=Decimal(40), on=today(), by=astrid)
    text = said(as_(astrid).get(url("plan", whole.pk)))
    assert "<strong>40</strong> av 120" in text and "<strong>0</strong> av 80" in text
    assert 'class="bar"' in text and 'class="city given"' in text
    assert "Båda parter bidrar." in text


def test_the_plan_says_what_is_missing(plan, astrid, as_):
    text = said(as_(astrid).get(url("plan", plan.pk)))
    assert "4 saker saknas innan ni kan besluta" in text
    assert "Ingen metod är vald." in text and "Lämna orsaken" in text


def test_the_seats_of_the_leading_forum_are_shown_by_function(whole, bo, as_):
    text = said(as_(bo).get(url("plan", whole.pk)))
    assert "Sitter i forumet i dag" in text and "Socialdirektör" in text and "Lokalpolisområdeschef" in text


def test_a_party_changes_its_own_promises_only(whole, astrid, bo, as_):
    city, police = whole.resources.order_by("position")
    assert url("resource", whole.pk, city.pk) in said(as_(astrid).get(url("plan", whole.pk)))
    assert url("resource", whole.pk, city.pk) not in said(as_(bo).get(url("plan", whole.pk)))
    assert as_(astrid).get(url("resource", whole.pk, police.pk)).status_code == 403
    assert as_(astrid).get(url("give", whole.pk, police.pk)).status_code == 403
    assert as_(bo).get(url("give", whole.pk, police.pk)).status_code == 200


def test_an_analyst_writes_in_what_the_police_gave(whole, cilla, as_):
    police = whole.resources.order_by("position").last()
    response = as_(cilla).post(
        url("give", whole.pk, police.pk), {"amount": "12,5", "on": today(), "note": "v. 47"}
    )
    assert response.status_code == 302
    assert GivenResource.objects.get().amount == Decimal("12.5")


def test_the_lead_is_set_by_the_form(plan, norr, astrid, as_):
    forum = world.steering(norr)
    form = {"forum": forum.pk, "mandate": "", "ends_on": "2027-06-30", "one_sided_reason": "", "version": 1}
    assert as_(astrid).post(url("plan_change", plan.pk), form).status_code == 302
    plan.refresh_from_db()
    assert (plan.forum, plan.version) == (forum, 2)
    response = as_(astrid).post(url("plan_change", plan.pk), {**form, "mandate": "Mitt."})
    assert response.status_code == 422
    text = said(response)
    assert (
        "Det som gäller nu" in text and "Styrgrupp Norr" in text and "Mitt." in text and 'value="2"' in text
    )


def test_a_method_is_found_in_the_library_for_a_cause_and_chosen(plan, cause, astrid, as_):
    client = as_(astrid)
    text = said(client.get(url("library"), {"orsak": cause.pk, "verkar": "situation", "slag": "unsafety"}))
    assert "Du väljer en metod för orsaken" in text and cause.text in text
    assert f"{url('choice_new', plan.pk)}?orsak={cause.pk}&amp;metod=belysning" in text
    form = said(client.get(url("choice_new", plan.pk), {"orsak": cause.pk, "metod": "belysning"}))
    assert '<option value="belysning" selected>' in form
    response = client.post(
        url("choice_new", plan.pk),
        {"cause": cause.pk, "method": "belysning", "own_method": "", "why": "Det är mörkt."},
    )
    assert response.status_code == 302
    assert MethodChoice.objects.get().why == "Det är mörkt."


def test_a_choice_without_reason_keeps_what_was_typed(plan, cause, astrid, as_):
    response = as_(astrid).post(
        url("choice_new", plan.pk), {"cause": cause.pk, "own_method": "Kvällskiosk", "method": "", "why": ""}
    )
    assert response.status_code == 422
    assert "Kvällskiosk" in said(response)


def test_a_choice_is_changed_and_removed_by_its_forms(whole, bo, as_):
    row, client = whole.choices.get(method="fotpatrull"), as_(bo)
    assert "Ta bort metoden" in said(client.get(url("choice", whole.pk, row.pk)))
    form = {"method": "fotpatrull", "own_method": "", "why": "Bättre skäl.", "version": 1}
    assert client.post(url("choice", whole.pk, row.pk), form).status_code == 302
    stale = client.post(url("choice", whole.pk, row.pk), {**form, "why": "Sent."})
    assert stale.status_code == 422 and "Bättre skäl." in said(stale) and "Sent." in said(stale)
    refused = client.post(url("choice_remove", whole.pk, row.pk), {"version": 1})
    assert refused.status_code == 422 and "Någon har ändrat samma sak" in said(refused)
    assert client.post(url("choice_remove", whole.pk, row.pk), {"version": 2}).status_code == 302
    assert queries.choices(whole) == []


def test_a_cause_is_left_out_and_taken_up_by_its_forms(plan, cause, astrid, as_):
    client = as_(astrid)
    assert cause.text in said(client.get(url("leave_out", plan.pk, cause.pk)))
    assert client.post(url("leave_out", plan.pk, cause.pk), {"why": " "}).status_code == 422
    assert client.post(url("leave_out", plan.pk, cause.pk), {"why": "Regionens sak."}).status_code == 302
    row = MethodChoice.objects.get()
    assert "Ta upp orsaken igen" in said(client.get(url("choice", plan.pk, row.pk)))
    assert (
        client.post(url("choice", plan.pk, row.pk), {"why": "Statens sak.", "version": 1}).status_code == 302
    )
    again = client.post(url("leave_out", plan.pk, cause.pk), {"why": "Igen."})
    assert again.status_code == 422 and "redan lämnad utan" in said(again)


RESOURCE = {"kind": "hours", "what": "Ute", "amount": "1 200,5", "unit": "", "period_start": "2026-01-01", "period_last": "2026-12-31"}  # fmt: skip


def test_a_resource_is_promised_with_a_swedish_comma_and_its_last_day(plan, astrid, as_):
    form = {**RESOURCE, "organisation": astrid.organisation_id}
    assert as_(astrid).post(url("resource_new", plan.pk), form).status_code == 302
    row = Resource.objects.get()
    assert (row.amount, str(row.period_end)) == (Decimal("1200.5"), "2027-01-01")
    text = said(as_(astrid).get(url("resource", plan.pk, row.pk)))
    assert 'value="1\xa0200,5"'.replace("\xa0", " ") in text and 'value="2026-12-31"' in text


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        ({"amount": "många"}, "Mängden är inte ett tal. Du skrev ”många”."),
        ({"amount": "-3"}, "Mängden är inte större än noll"),
        ({"amount": "0"}, "Mängden är inte större än noll"),
        ({"amount": "1e400"}, "Mängden är för stor"),
        ({"period_last": "2025-12-31"}, "Perioden slutar innan den börjar"),
        ({"period_last": "9999-12-31"}, "Dagen är för långt bort"),
        ({"kind": "other"}, "Enheten, det ni räknar, saknas"),
    ],
)
def test_a_promise_that_is_wrong_says_what_to_do_and_keeps_the_rest(plan, astrid, as_, wrong, answer):
    form = {**RESOURCE, "organisation": astrid.organisation_id, "what": "Kvällsarbete", **wrong}
    response = as_(astrid).post(url("resource_new", plan.pk), form)
    assert response.status_code == 422
    assert answer in said(response) and "Kvällsarbete" in said(response)
    assert not Resource.objects.exists()


def test_ones_form_does_not_offer_the_other_partys_organisations(plan, astrid, bo, as_):
    text = said(as_(astrid).get(url("resource_new", plan.pk)))
    assert "Exempelstadens bostäder (extern part)" in text
    assert f'<option value="{bo.organisation_id}"' not in text
    form = {**RESOURCE, "organisation": bo.organisation_id}
    assert as_(astrid).post(url("resource_new", plan.pk), form).status_code == 422


def test_a_promise_is_changed_and_taken_back_by_its_forms(whole, astrid, as_):
    row, client = whole.resources.first(), as_(astrid)
    form = {**RESOURCE, "organisation": astrid.organisation_id, "version": 1}
    assert client.post(url("resource", whole.pk, row.pk), form).status_code == 302
    stale = client.post(url("resource", whole.pk, row.pk), {**form, "what": "Sent"})
    assert stale.status_code == 422 and "Det som gäller nu" in said(stale)
    assert client.post(url("resource_remove", whole.pk, row.pk), {}).status_code == 422
    assert client.post(url("resource_remove", whole.pk, row.pk), {"version": 2}).status_code == 302


def test_what_is_given_is_written_in_and_taken_back(decided, astrid, as_):
    row, client = decided.resources.first(), as_(astrid)
    assert client.post(url("give", decided.pk, row.pk), {"amount": "130", "on": today()}).status_code == 302
    text = said(client.get(url("give", decided.pk, row.pk)))
    assert "130 timmar, mer än lovat" in text
    given = GivenResource.objects.get()
    assert client.post(url("take_back", decided.pk, row.pk, given.pk)).status_code == 302
    again = client.post(url("take_back", decided.pk, row.pk, given.pk))
    assert again.status_code == 422 and "redan tillbakatagen" in said(again)
    future = client.post(url("give", decided.pk, row.pk), {"amount": "1", "on": "2100-01-01"})
    assert future.status_code == 422 and "Dagen har inte varit än" in said(future)
    assert client.post(url("take_back", decided.pk, row.pk, given.pk + 1)).status_code == 404


def test_functions_are_added_changed_and_removed_by_their_forms(plan, bo, as_):
    client = as_(bo)
    form = {"function": "områdespolis", "party": "police", "task": "Går fotpatrull."}
    assert client.post(url("function_new", plan.pk), form).status_code == 302
    row = plan.functions.get()
    assert client.post(url("function_new", plan.pk), {"function": ""}).status_code == 422
    changed = {**form, "task": "Skriver upp.", "version": 1}
    assert client.post(url("function", plan.pk, row.pk), changed).status_code == 302
    assert client.post(url("function", plan.pk, row.pk), changed).status_code == 422
    assert client.post(url("function_remove", plan.pk, row.pk), {"version": 1}).status_code == 422
    assert client.post(url("function_remove", plan.pk, row.pk), {"version": 2}).status_code == 302


def test_a_decided_plan_shows_no_forms_and_refuses_them(decided, astrid, as_):
    client = as_(astrid)
    text = said(client.get(url("plan", decided.pk)))
    assert "Båda parter har beslutat." in text and url("plan_change", decided.pk) not in text
    assert "Skriv in givet" in text
    response = client.post(
        url("function_new", decided.pk), {"function": "värd", "party": "other", "task": "Öppnar."}
    )
    assert response.status_code == 422 and "Skapa en ny version" in said(response)


def test_an_older_version_leads_to_the_newest(decided, astrid, as_):
    made = joint.start_version(decided, by=astrid)
    text = said(as_(astrid).get(url("plan", decided.pk)))
    assert "En senare version finns: version 2." in text and made.get_absolute_url() in text


def test_a_plan_tells_when_its_problem_was_decided_anew(cast, decided, astrid, as_):
    world.problems.decide(joint.start_version(decided.problem, by=astrid), cast)
    assert "Problembilden har ändrats sedan planen beslutades" in said(
        as_(astrid).get(url("plan", decided.pk))
    )


def test_the_library_filters_by_what_it_acts_on_the_problem_and_the_nature(norr, gun, as_):
    client = as_(gun)
    assert "38 av 38 metoder visas." in said(client.get(url("library")))
    text = said(client.get(url("library"), {"verkar": "offender", "slag": "traffic", "typ": "social"}))
    assert "Ingen metod passar alla tre valen" in text
    text = said(client.get(url("library"), {"slag": "home-violence"}))
    assert "Huskurage" in text and "Säkra cykelställ" not in text
    assert client.get(url("library"), {"verkar": "trolleri", "orsak": "x"}).status_code == 200


def test_a_method_has_its_own_page_with_where_it_is_used(decided, cast, as_, norr):
    text = said(as_(cast["hanna"]).get(url("method", "fotpatrull")))
    for words in (
        "prövad med blandat resultat".capitalize(),
        "Newark",
        "Se upp med",
        "Otryggt vid busstorget",
        "Det vet vi inte ännu",
    ):
        assert words in text
    assert "Välj metoden för en orsak" not in text
    assert as_(cast["hanna"]).get(url("method", "trolleri")).status_code == 404


def test_a_method_is_chosen_from_its_card_for_a_cause_of_an_open_plan(plan, cause, astrid, as_):
    text = said(as_(astrid).get(url("method", "fotpatrull")))
    assert "Välj metoden för en orsak" in text and f'<option value="{cause.pk}">' in text
    text = said(as_(astrid).get(url("method", "fotpatrull"), {"orsak": cause.pk}))
    assert f"?orsak={cause.pk}&amp;metod=fotpatrull" in text


def test_uses_are_of_the_pairs_that_the_reader_may_see(decided, cast, soder, as_):
    response = as_(cast["farid"]).get(reverse("method:method", args=["exempelstaden-soder", "fotpatrull"]))
    assert response.status_code == 200
    assert "Otryggt vid busstorget" not in said(response)
    assert "Ingen plan som du får läsa" in said(response)


def test_a_later_step_tells_results_of_a_method(decided, astrid, as_, monkeypatch):
    monkeypatch.setattr(hooks, "_providers", [])

    @hooks.results_of_methods
    def found(pairs, code):
        return [hooks.Result(pair, f"Färre bråk med {code}.", "/dit/") for pair in pairs]

    text = said(as_(astrid).get(url("method", "fotpatrull")))
    assert '<a href="/dit/">Färre bråk med fotpatrull.</a>' in text
    hooks.results_of_methods(found)
    assert len(hooks.results([decided.pair], "fotpatrull")) == 1


def test_a_draft_of_a_decided_plan_is_not_counted_as_a_second_use(decided, astrid, norr):
    joint.start_version(decided, by=astrid)
    assert [use.plan for use in queries.uses(astrid, norr.city, "fotpatrull")] == [decided]


@pytest.mark.parametrize(
    "name",
    [
        "plan_change",
        "choice_new",
        "resource_new",
        "function_new",
        "choice",
        "resource",
        "give",
        "function",
        "leave_out",
    ],
)
def test_every_form_is_for_writers_and_nobody_else(name, whole, hanna, farid, karl, as_):
    args = {
        "choice": [whole.choices.first().pk],
        "resource": [whole.resources.last().pk],
        "give": [whole.resources.last().pk],
        "function": [whole.functions.first().pk],
        "leave_out": [world.cause_of(whole).pk],
    }.get(name, [])
    address = url(name, whole.pk, *args)
    assert as_(karl).get(address).status_code == 200
    assert as_(hanna).get(address).status_code == 403
    assert as_(farid).get(address).status_code == 404
    assert as_(farid).post(address).status_code == 404


def test_pages_of_another_pair_do_not_exist_here(whole, cast, soder, as_):
    client = as_(cast["cilla"])
    assert client.get(reverse("method:plan", args=["exempelstaden-soder", whole.pk])).status_code == 404
    assert (
        client.post(reverse("method:plan_new", args=["exempelstaden-soder", whole.problem_id])).status_code
        == 404
    )


def test_the_english_page_speaks_english_of_the_methods(whole, astrid, as_):
    client = as_(astrid)
    client.cookies["samsyn-sprak"] = "en"
    assert "Foot patrol" in said(client.get(url("plan", whole.pk)))
