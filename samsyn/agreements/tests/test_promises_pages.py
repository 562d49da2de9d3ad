"""The pages of medborgarlöften: doors, promised beside done, forms without script, nothing lost."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from samsyn.agreements.models import CitizenPromise, Commitment, ReportedOutcome
from samsyn.agreements.services import commitments, promises
from samsyn.agreements.tests import world_promises as world
from samsyn.records.joint import services as joint
from samsyn.steps.activity import services as plans
from samsyn.steps.activity.models import Activity
from samsyn.ui.clock import now
from tests.worlds import shared

SLUG = "exempelstaden-norr"
READERS, STRANGERS = ["gun", "hanna", "lena", "ivar"], ["farid"]


@shared
def built(cast, norr):
    return SimpleNamespace(**world.build(cast, norr)["promise_rows"])


def url(name, *args):
    return reverse(f"agreements:{name}", args=[SLUG, *args])


def text(response):
    return " ".join(re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " ")).split())


def forms_of(built):
    return (
        url("promise_new"),
        url("promise_change", built.draft.pk),
        url("commitment_new", built.draft.pk),
        url("commitment", built.draft.pk, built.draft.commitments.get().pk),
    )


def buttons_of(built):
    row = built.draft.commitments.get()
    return (url("commitment_remove", built.draft.pk, row.pk), url("promise_publish", built.decided.pk))


def test_who_is_not_signed_in_is_sent_to_sign_in(client, built):
    for address in (url("promises"), url("promise", built.decided.pk), *forms_of(built)):
        response = client.get(address)
        assert response.status_code == 302 and "/konto/" in response["Location"]


@pytest.mark.parametrize("who", READERS)
def test_one_who_may_read_reads_but_does_not_write(client, cast, built, who):
    client.force_login(cast[who])
    assert client.get(url("promises")).status_code == 200
    page = text(client.get(url("promise", built.draft.pk)))
    assert "Lägg till ett åtagande" not in page and "Ändra text och period" not in page
    assert [client.get(address).status_code for address in forms_of(built)] == [403] * 4
    assert [client.post(address, {}).status_code for address in buttons_of(built)] == [403] * 2


@pytest.mark.parametrize("who", STRANGERS)
def test_one_from_another_area_may_not_know_that_it_exists(client, cast, built, who):
    client.force_login(cast[who])
    addresses = (url("promises"), url("promise", built.decided.pk), *forms_of(built))
    assert [client.get(address).status_code for address in addresses] == [404] * 6
    assert client.post(url("promise_publish", built.decided.pk)).status_code == 404
    there = reverse("agreements:promise", args=["exempelstaden-soder", built.decided.pk])
    assert client.get(there).status_code == 404


def test_who_counts_reports_though_she_does_not_write(client, cast, built):
    address = url("outcome", built.decided.pk, built.by_hand.pk)
    client.force_login(cast["hanna"])
    assert client.get(address).status_code == 200
    for who, status in (("gun", 403), ("lena", 403), ("farid", 404)):
        client.force_login(cast[who])
        assert (client.get(address).status_code, client.post(address, {}).status_code) == (status, status)


def test_no_promise_yet_teaches_what_belongs_here(client, astrid, gun, norr):
    client.force_login(astrid)
    page = text(client.get(url("promises")))
    assert "Inget medborgarlöfte är påbörjat" in page and "Börja på ett löfte" in page
    client.force_login(gun)
    assert "Börja på ett löfte" not in text(client.get(url("promises")))


def test_the_list_has_promised_beside_done_in_groups(client, gun, cast, built):
    plans.count_progress(activity=built.activity, count=12, by=cast["hanna"])
    client.force_login(gun)
    page = text(client.get(url("promises")))
    assert page.index("Under arbete") < page.index("Gäller nu")
    assert (
        "minst <strong>40</strong> kvällar" in page
        and ">12</a></strong> kvällar" in page
        and "<strong>2</strong> dagar" in page
    )
    assert "Hållna hittills: 0 av 2 åtaganden med antal." in page and "Beslutat men inte publicerat." in page
    assert "Ett hållet löfte säger att ni gjorde det. Om det hjälpte står i uppföljningen." in page
    assert reverse("followup:followups", args=[SLUG]) in page


def test_a_promise_is_shown_as_residents_read_it(client, gun, cast, built):
    client.force_login(gun)
    page = text(client.get(url("promise", built.decided.pk)))
    for said in (
        "Det här lovar staden och polisen dem som bor i Norr.",
        world.TEXT,
        "Astrid, trygghetssamordnare, godkände",
        "Bo, kommunpolis, godkände",
        "inget antal redovisat",
        "Två städdagar i maj.",
        "Redovisat av Hanna",
        "Exempelstadens bostäder",
        "Pågår",
        "Trygghetssamordnaren eller kommunpolisen föreslår, och den andra publicerar.",
    ):
        assert said in page, said
    assert "style=" not in page and "Publicera löftet" not in page
    assert not re.search("anmälda brott|narkotika", page)


def test_the_number_leads_to_the_plan_where_it_was_counted(client, gun, cast, built):
    plans.count_progress(activity=built.activity, count=12, by=cast["hanna"])
    client.force_login(gun)
    page = text(client.get(url("promise", built.decided.pk)))
    assert f'<a class="num" href="{built.activity.action.plan.get_absolute_url()}">12</a>' in page
    assert "Räknat i fält under löftets period." in page and '<svg class="promise-bar"' in page


def test_an_activity_that_left_the_plan_is_said_with_what_to_do(client, gun, cast, built):
    Activity.objects.filter(key=built.activity.key).update(removed_at=now())
    client.force_login(gun)
    page = text(client.get(url("promise", built.decided.pk)))
    assert "Aktiviteten finns inte längre i åtgärdsplanen." in page and "redovisas för hand" in page


def test_a_draft_says_what_is_lacking_with_a_link_to_mend_it(client, astrid, gun, norr, cast):
    promise = promises.start_promise(pair=norr, title="Löfte", by=astrid)
    client.force_login(astrid)
    page = text(client.get(url("promise", promise.pk)))
    assert "Det här saknas innan ni kan besluta" in page
    assert f'<a href="{url("promise_change", promise.pk)}">Löftet har ingen text i klarspråk.</a>' in page
    assert f'<a href="{url("commitment_new", promise.pk)}">Löftet har inget åtagande.</a>' in page
    client.force_login(gun)
    assert "<li>Löftet har inget åtagande.</li>" in text(client.get(url("promise", promise.pk)))


def test_a_whole_draft_leads_to_its_decision(client, astrid, built):
    client.force_login(astrid)
    page = text(client.get(url("promise", built.draft.pk)))
    assert (
        "Allt finns med." in page
        and reverse("records:decide", args=[SLUG, "medborgarlofte", built.draft.pk]) in page
    )
    assert "Lovat och gjort" not in page and "Redovisas för hand." in page
    assert (
        client.get(reverse("records:decide", args=[SLUG, "medborgarlofte", built.draft.pk])).status_code
        == 200
    )


def test_a_new_promise_is_proposed_for_the_coming_year_and_saved(client, astrid, norr):
    client.force_login(astrid)
    assert 'value="Medborgarlöfte för Norr 20' in text(client.get(url("promise_new")))
    data = {"title": "Löfte 2030", "text": "Vi lovar.", "valid_from": "2030-10-01", "last_day": "2031-09-30"}
    response = client.post(url("promise_new"), data)
    made = CitizenPromise.objects.get()
    assert response.status_code == 302 and response["Location"] == made.get_absolute_url()
    assert made.valid_to.isoformat() == "2031-10-01"


def test_an_impossible_period_keeps_what_was_typed(client, astrid, norr):
    client.force_login(astrid)
    data = {"title": "Mitt löfte", "valid_from": "2030-05-02", "last_day": "2030-05-01"}
    response = client.post(url("promise_new"), data)
    assert response.status_code == 422
    assert "Perioden slutar innan den börjar" in text(response) and 'value="Mitt löfte"' in text(response)


def test_two_who_change_the_same_promise_see_each_others_words(client, bo, built):
    said = {"text": "Vi lovar.", "valid_from": built.draft.valid_from, "valid_to": built.draft.valid_to}
    promises.change_promise(
        promise=built.draft, version=1, title="Astrids rubrik", by=built.draft.added_by, **said
    )
    client.force_login(bo)
    data = {
        "title": "Bos rubrik",
        "text": "Bo lovar.",
        "version": 1,
        "valid_from": "2030-01-01",
        "last_day": "2030-12-31",
    }
    response = client.post(url("promise_change", built.draft.pk), data)
    page = text(response)
    assert response.status_code == 422 and "Någon har ändrat löftet" in page
    assert "Texten som gäller nu" in page and "Astrids rubrik" in page and 'value="Bos rubrik"' in page
    assert 'name="version" value="2"' in page
    assert client.post(url("promise_change", built.draft.pk), {**data, "version": 2}).status_code == 302


def test_a_commitment_is_filled_in_from_an_activity_of_the_plan(client, bo, norr, cast):
    activity, promise = world.activity_of(norr, cast), world.promise_of(norr, cast)
    client.force_login(bo)
    page = text(client.get(url("commitment_new", promise.pk)))
    assert "Hämta ur åtgärdsplanen" in page and f'href="?aktivitet={activity.key}"' in page
    page = text(client.get(url("commitment_new", promise.pk) + f"?aktivitet={activity.key}"))
    assert f'value="{activity.text}"' in page and 'value="100"' in page and 'value="tillfällen"' in page
    assert f'<option value="{activity.key}" selected>' in page and "selected>Lokalpolisområde Väst" in page
    data = {
        "activity_key": str(activity.key), "what": "Fotpatruller", "number": 50, "unit": "tillfällen",
        "organisation": bo.organisation_id,
    }  # fmt: skip
    response = client.post(url("commitment_new", promise.pk), data)
    made = Commitment.objects.get(promise=promise)
    assert response["Location"] == f"{promise.get_absolute_url()}#atagande-{made.pk}"
    assert (made.activity_key, made.number) == (activity.key, 50)
    assert f'href="?aktivitet={activity.key}"' not in text(client.get(url("commitment_new", promise.pk)))


@pytest.mark.parametrize("asked", ["nonsense", "", "%00", "2f6d2b5e-5d3c-4a35-9f20-0c9a0f6d4a11"])
def test_nonsense_in_the_address_fills_in_nothing(client, bo, built, asked):
    client.force_login(bo)
    response = client.get(url("commitment_new", built.draft.pk) + f"?aktivitet={asked}")
    assert response.status_code == 200 and "selected>Lokalpolisområde Väst" in text(response)


def test_a_number_without_a_unit_keeps_what_was_typed(client, bo, built):
    client.force_login(bo)
    data = {"what": "Fotpatruller", "number": 50, "organisation": bo.organisation_id}
    response = client.post(url("commitment_new", built.draft.pk), data)
    assert response.status_code == 422
    assert "Antalet 50 har ingen enhet." in text(response) and 'value="Fotpatruller"' in text(response)


def test_a_commitment_whose_activity_is_gone_keeps_it_until_somebody_chooses_another(client, bo, norr, cast):
    activity, promise = world.activity_of(norr, cast), world.promise_of(norr, cast)
    row = world.commitment_of(promise, cast, activity_key=activity.key)
    Activity.objects.filter(key=activity.key).update(removed_at=now())
    client.force_login(bo)
    page = text(client.get(url("commitment", promise.pk, row.pk)))
    assert f'<option value="{activity.key}" selected>{activity.text} (borttagen ur åtgärdsplanen)' in page
    data = {"activity_key": "", "what": "Annat", "version": 1, "organisation": bo.organisation_id}
    assert client.post(url("commitment", promise.pk, row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.activity_key, row.what) == (None, "Annat")


def test_two_who_change_the_same_commitment_see_each_others_words(client, bo, built, cast):
    row = built.draft.commitments.get()
    said = {"what": "Astrids", "organisation": bo.organisation}
    commitments.change_commitment(commitment=row, version=1, by=cast["astrid"], **said)
    client.force_login(bo)
    data = {"what": "Bos", "version": 1, "organisation": bo.organisation_id}
    page = text(client.post(url("commitment", built.draft.pk, row.pk), data))
    assert "Någon har ändrat samma sak" in page and "<p>Astrids</p>" in page and 'value="Bos"' in page
    stale = client.post(url("commitment_remove", built.draft.pk, row.pk), {"version": "1"})
    assert stale.status_code == 422 and "Någon har ändrat samma sak" in text(stale)
    assert client.post(url("commitment_remove", built.draft.pk, row.pk), {"version": "2"}).status_code == 302
    assert client.get(url("commitment", built.draft.pk, row.pk)).status_code == 302


def test_forms_of_what_is_decided_send_on_with_the_reason(client, astrid, built):
    client.force_login(astrid)
    for address in (
        url("promise_change", built.decided.pk),
        url("commitment_new", built.decided.pk),
        url("commitment", built.decided.pk, built.by_hand.pk),
        url("outcome", built.draft.pk, built.draft.commitments.get().pk),
    ):
        response = client.get(address, follow=True)
        assert response.redirect_chain and "Det går inte att göra här nu." in text(response)
    posted = client.post(url("promise_change", built.decided.pk), {"title": "Annat", "version": 1})
    assert posted.status_code == 422 and "Texten är nu beslutad och ändras inte" in text(posted)


def test_the_commitment_of_another_promise_is_not_found(client, astrid, built):
    client.force_login(astrid)
    assert client.get(url("commitment", built.draft.pk, built.by_hand.pk)).status_code == 404
    assert client.get(url("promise", 999_999)).status_code == 404


def test_one_proposes_and_another_publishes_once(client, astrid, bo, gun, built):
    decided = built.decided.pk
    client.force_login(astrid)
    page = text(client.get(url("promise", decided)))
    assert "Föreslå att löftet publiceras" in page and "Publicera löftet" not in page
    page = text(client.post(url("promise_propose", decided), follow=True))
    assert "Astrid föreslog" in page and "De här får publicera det: Bo." in page
    assert "Ta tillbaka förslaget" in page and "Publicera löftet" not in page
    alone = client.post(url("promise_publish", decided))
    assert alone.status_code == 422 and "det krävs två personer" in text(alone)
    client.force_login(gun)
    page = text(client.get(url("promise", decided)))
    assert "Astrid föreslog" in page and "Publicera löftet" not in page and "Säg nej" not in page
    client.force_login(bo)
    page = text(client.get(url("promise", decided)))
    assert "Publicera löftet" in page and "Säg nej till förslaget" in page
    page = text(client.post(url("promise_publish", decided), follow=True))
    assert "Löftet är publicerat." in page and "<strong>Publicerat " in page
    assert "Publicera löftet" not in page
    again = client.post(url("promise_publish", decided))
    assert again.status_code == 422 and "Löftet publicerades redan" in text(again)
    draft = client.post(url("promise_propose", built.draft.pk))
    assert draft.status_code == 422 and "bara det som båda parter har beslutat publiceras" in text(draft)
    assert client.get(url("promise_publish", decided)).status_code == 405


def test_an_outcome_is_reported_and_the_earlier_ones_stay_to_be_read(client, hanna, built):
    client.force_login(hanna)
    address = url("outcome", built.decided.pk, built.by_hand.pk)
    page = text(client.get(address))
    assert (
        "Hur många dagar det blev" in page and "Redovisat tidigare" in page and "Två städdagar i maj." in page
    )
    response = client.post(address, {"number": "5", "text": "Fem städdagar."})
    assert response["Location"] == f"{built.decided.get_absolute_url()}#atagande-{built.by_hand.pk}"
    assert ReportedOutcome.objects.count() == 2
    page = text(client.get(url("promise", built.decided.pk)))
    assert "<strong>5</strong> dagar" in page and "Hållet" in page and "Fem städdagar." in page
    empty = client.post(address, {})
    assert empty.status_code == 422 and "Både antal och text saknas" in text(empty)


def test_a_commitment_without_a_unit_asks_for_words_only(client, hanna, norr, cast):
    promise = world.promise_of(norr, cast)
    row = world.commitment_of(promise, cast, number=None, unit="")
    world.decide(promise, cast)
    client.force_login(hanna)
    page = text(client.get(url("outcome", promise.pk, row.pk)))
    assert 'name="number"' not in page
    client.post(url("outcome", promise.pk, row.pk), {"text": "Uppsökande samtal varje vecka."})
    page = text(client.get(url("promise", promise.pk)))
    assert (
        "Kan inte räknas" in page and "redovisat med ord" in page and "Uppsökande samtal varje vecka." in page
    )


def test_a_version_under_way_and_the_one_in_force_lead_to_each_other(client, gun, astrid, built, cast):
    later = joint.start_version(built.decided, by=astrid)
    client.force_login(gun)
    assert "Version 2 är påbörjad" in text(client.get(url("promise", built.decided.pk)))
    world.decide(later, cast)
    page = text(client.get(url("promise", built.decided.pk)))
    assert "1, ersatt" in page and "Version 2 gäller nu" in page


def test_on_review_the_form_warns_that_the_approvals_end(client, astrid, built):
    joint.send_to_review(built.draft, by=astrid)
    client.force_login(astrid)
    for address in forms_of(built)[1:]:
        assert "båda godkännandena upphör" in text(client.get(address))
