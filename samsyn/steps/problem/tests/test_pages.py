"""The pages of step 2: who may see and change, what they say, and that every form works without script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from samsyn.places.models import Place
from samsyn.records.joint.services import send_to_review, start_version
from samsyn.steps.problem import services
from samsyn.steps.problem.models import CausalLink, Cause, Certainty, Evidence, ProblemPicture, Weight
from samsyn.steps.problem.tests import world as worlds

SLUG = "exempelstaden-norr"


def url(name, *args):
    return reverse(f"problem:{name}", args=[SLUG, *args])


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def as_(client):
    def sign_in(member):
        client.force_login(member)
        return client

    return sign_in


def test_the_list_says_state_causes_priority_and_whose_turn_it_is(as_, world, astrid):
    send_to_review(world["draft"], by=astrid)
    page = text(as_(astrid).get(url("pictures")))
    assert "Otryggt vid Gamla torget på kvällen" in page
    assert "oeniga om en" in page
    assert "Staden och polisen ska läsa och godkänna." in page
    aside = page[page.index('id="at-sidan"') :]
    assert "Klotter i gångtunneln" in aside
    assert "Fastighetsägaren sanerar redan inom ett dygn." in aside
    assert "Klotter" not in page[: page.index('id="at-sidan"')]


def test_an_empty_list_teaches_and_shows_the_button_only_to_who_may_write(as_, norr, astrid, gun):
    assert "Skriv en problembild" in text(as_(astrid).get(url("pictures")))
    page = text(as_(gun).get(url("pictures")))
    assert "Inget problem är beskrivet ännu" in page
    assert "Skriv en problembild" not in page


def test_the_list_asks_few_questions_however_long_it_is(as_, norr, astrid, django_assert_max_num_queries):
    for number in range(12):
        worlds.add_problem(norr, astrid, f"Problem {number}")
    client = as_(astrid)
    client.get(url("pictures"))
    with django_assert_max_num_queries(20):
        client.get(url("pictures"))


def test_the_problem_page_shows_facts_tree_list_evidence_certainty_and_weight(as_, world, astrid):
    page = text(as_(astrid).get(url("picture", world["draft"].pk)))
    for words in (
        "Stölder ur bilar vid stationen",
        "Våren 2024",
        '<svg class="causes"',
        "Läs trädet som lista",
        "Orsak för orsak",
        "Boende nämner inga vuxna i fyra av fem dialoger.",
        "Det här skulle få oss att ändra oss:",
        "Spara stadens svar",
        "Ta upp det på nästa möte",
        "Prioriterat, inte beslutat än",
        "Visa Röda tråden",
        "Utkastet är klart att skicka på granskning.",
    ):
        assert words in page
    assert 'style="' not in page


def test_each_party_answers_only_for_itself(as_, world, astrid, bo):
    cause = world["draft_cause"]
    for member, button, other in (
        (astrid, "Spara stadens svar", "polisens"),
        (bo, "Spara polisens svar", "stadens"),
    ):
        page = text(as_(member).get(url("picture", world["draft"].pk)))
        assert button in page
        assert f"Spara {other} svar" not in page
    as_(bo).post(url("certainty", world["draft"].pk), {f"svar-{cause.pk}": "1"})
    assert dict(Certainty.objects.filter(cause=cause).values_list("party", "sureness")) == {
        "city": 3,
        "police": 1,
    }


def test_answers_that_cannot_be_saved_are_said_on_the_page(as_, world, astrid, bo):
    cause, draft = world["draft_cause"], world["draft"]
    bad = as_(astrid).post(url("certainty", draft.pk), {f"svar-{cause.pk}": "9"})
    assert bad.status_code == 422
    assert "Ett av valen finns inte" in text(bad)
    services.remove_cause(cause=cause, version=1, by=bo)
    gone = as_(astrid).post(url("certainty", draft.pk), {f"svar-{cause.pk}": "1"})
    assert gone.status_code == 422
    assert "Någon har tagit bort orsaken" in text(gone)
    assert "Inget svar var ändrat." in text(as_(astrid).post(url("certainty", draft.pk), {}, follow=True))


def test_a_decided_problem_is_read_and_says_where_to_go_on(as_, world, astrid):
    page = text(as_(astrid).get(url("picture", world["problem"].pk)))
    assert "Prioriterat av båda" in page
    assert "Spara stadens svar" not in page
    assert "Lägg till en orsak" not in page
    made = start_version(world["problem"], by=astrid)
    page = text(as_(astrid).get(url("picture", world["problem"].pk)))
    assert "Version 2 är påbörjad" in page
    assert made.get_absolute_url() in page


def test_a_decided_problem_answers_422_and_says_what_to_do_instead(as_, world, astrid):
    response = as_(astrid).post(
        url("cause_new", world["problem"].pk),
        {"text": "Ny", "kind": "direct", "perspective": "situation", "effect": "problemet"},
    )
    assert response.status_code == 422
    assert "Skapa en ny version" in text(response)


def test_a_problem_is_written_with_findings_and_a_new_place(as_, finding, norr, astrid):
    page = text(as_(astrid).get(url("new")))
    assert "Misshandel anmäls oftare vid torget" in page
    form = {
        "findings": [str(finding.pk)],
        "title": "Otryggt vid stationen",
        "kind": "unsafety",
        "area": str(norr.city_area_id),
        "new_place": "Stationstorget",
        "new_place_kind": "square",
        "since": "hösten 2025",
        "affected": "resande",
    }
    response = as_(astrid).post(url("new"), form)
    made = ProblemPicture.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.place.name, list(made.findings.all())) == ("Stationstorget", [finding])
    refused = as_(astrid).post(url("new"), {**form, "new_place": "Storgatan 4"})
    assert refused.status_code == 422
    assert "ser ut att peka ut en bostad" in text(refused)
    assert 'value="Otryggt vid stationen"' in text(refused)
    both = as_(astrid).post(url("new"), {**form, "place": str(Place.objects.get().pk), "new_place": "Parken"})
    assert "Det går bara att välja en plats." in text(both)


def test_two_who_change_the_problem_at_once_get_to_compare(as_, picture, finding, astrid, bo, norr):
    form = {
        "findings": [str(finding.pk)],
        "title": "Astrids ord",
        "kind": "unsafety",
        "area": str(norr.city_area_id),
        "version": "1",
    }
    services.weigh(picture=picture, weight=Weight.CHOSEN, reason="Bos skäl.", version=1, by=bo)
    response = as_(astrid).post(url("change", picture.pk), form)
    assert response.status_code == 422
    page = text(response)
    assert "Bos skäl." in page
    assert 'value="Astrids ord"' in page
    assert 'name="version" value="2"' in page
    assert "checked" in page  # the finding that was chosen is chosen still
    assert as_(astrid).post(url("change", picture.pk), {**form, "version": "2"}).status_code == 302


def test_the_tree_is_built_with_forms_alone(as_, picture, astrid):
    client = as_(astrid)
    words = {"kind": "direct", "perspective": "situation", "grounds": "Lamporna är trasiga."}
    client.post(url("cause_new", picture.pk), {**words, "text": "Mörkt", "effect": "problemet"})
    dark = Cause.objects.get()
    page = text(client.get(url("cause_new", picture.pk) + f"?leder-till={dark.pk}"))
    assert f'<option value="{dark.pk}" selected>' in page
    client.post(
        url("cause_new", picture.pk),
        {**words, "kind": "underlying", "text": "Ingen äger frågan", "effect": str(dark.pk)},
    )
    nobody = Cause.objects.get(text="Ingen äger frågan")
    tie = {"cause": str(nobody.pk), "effect": "problemet", "is_tested": "on", "grounds": "Protokoll"}
    assert client.post(url("link_new", picture.pk), tie).status_code == 302
    assert CausalLink.objects.filter(cause=nobody).count() == 2
    again = client.post(url("link_new", picture.pk), tie)
    assert (again.status_code, "Det finns redan" in text(again)) == (422, True)
    link = CausalLink.objects.get(cause=nobody, effect=None)
    assert client.post(url("link_remove", picture.pk, link.pk)).status_code == 302
    gone = client.post(url("link_remove", picture.pk, link.pk))
    assert (gone.status_code, "Någon har redan tagit bort sambandet" in text(gone)) == (422, True)


def test_tying_a_cause_that_the_other_removed_meanwhile_says_so(as_, world, astrid, bo):
    draft = world["draft"]
    first, second = draft.causes.order_by("position")
    services.remove_cause(cause=second, version=1, by=bo)
    response = as_(astrid).post(url("link_new", draft.pk), {"cause": str(first.pk), "effect": str(second.pk)})
    assert response.status_code == 422
    assert "Någon har tagit bort en av orsakerna" in text(response)


def test_a_cause_is_changed_and_the_second_writer_compares(as_, world, astrid, bo):
    cause, pk = world["draft_cause"], world["draft"].pk
    words = {"kind": "direct", "perspective": "situation", "grounds": "x", "version": "1"}
    assert as_(bo).post(url("cause", pk, cause.pk), {**words, "text": "Bos ord"}).status_code == 302
    response = as_(astrid).post(url("cause", pk, cause.pk), {**words, "text": "Astrids ord"})
    assert response.status_code == 422
    assert "Bos ord" in text(response)
    assert 'value="Astrids ord"' in text(response)


def test_removing_a_cause_tells_first_what_goes_along(as_, world, astrid):
    cause, pk = world["draft_cause"], world["draft"].pk
    client = as_(astrid)
    page = text(client.get(url("cause_remove", pk, cause.pk)))
    assert "Talar för: Boende nämner inga vuxna i fyra av fem dialoger." in page
    assert "Den orsaken står kvar och behöver ett nytt samband." in page
    stale = client.post(url("cause_remove", pk, cause.pk), {"version": "7"})
    assert (stale.status_code, "Någon har ändrat" in text(stale)) == (422, True)
    assert client.post(url("cause_remove", pk, cause.pk), {"version": "1"}).status_code == 302
    assert "Orsaken är redan borttagen." in text(client.get(url("cause_remove", pk, cause.pk)))


def test_evidence_is_written_for_and_against_and_removed_by_its_own_party(as_, world, astrid, bo):
    cause, pk = world["draft_cause"], world["draft"].pk
    client = as_(astrid)
    page = text(client.get(url("evidence_new", pk) + f"?orsak={cause.pk}&sida=against"))
    assert f'<option value="{cause.pk}" selected>' in page
    form = {"side": "against", "cause": str(cause.pk), "text": "Lika många bråk på sommaren."}
    assert client.post(url("evidence_new", pk), form).status_code == 302
    row = Evidence.objects.get(text="Lika många bråk på sommaren.")
    assert (row.cause, row.party) == (cause, "city")
    assert client.post(url("evidence_new", pk), {**form, "text": ""}).status_code == 422
    assert as_(bo).post(url("evidence_remove", pk, row.pk)).status_code == 403
    assert as_(astrid).post(url("evidence_remove", pk, row.pk)).status_code == 302
    assert as_(astrid).post(url("evidence_remove", pk, row.pk)).status_code == 422


def test_a_search_among_figures_saves_nothing_and_keeps_what_was_typed(as_, world, astrid):
    form = {"side": "for", "cause": "problemet", "text": "Halvskriven mening", "sok-tal": "1", "sok": "våld"}
    response = as_(astrid).post(url("evidence_new", world["draft"].pk), form)
    assert response.status_code == 200
    assert "Halvskriven mening" in text(response)


def test_setting_aside_asks_for_the_reason(as_, picture, astrid):
    client = as_(astrid)
    form = {"weight": "set-aside", "reason": "", "version": "1"}
    refused = client.post(url("weigh", picture.pk), form)
    assert (refused.status_code, "Det saknas ett skäl" in text(refused)) == (422, True)
    assert client.post(url("weigh", picture.pk), {**form, "reason": "Få berörs."}).status_code == 302
    assert "Då behövs inget orsaksträd" in text(client.get(url("picture", picture.pk)))


def test_the_decision_page_shows_text_and_checks(as_, world, lena):
    page = text(as_(lena).get(reverse("records:decide", args=[SLUG, "problembild", world["draft"].pk])))
    assert "Orsaksanalys i lokalt brottsförebyggande arbete" in page
    assert "Varje orsak leder till sist till problemet." in page


READ = ("pictures", "picture")
WRITE = ("new", "change", "weigh", "cause_new", "cause", "cause_remove", "link_new", "evidence_new")
POST_ONLY = ("certainty", "link_remove", "evidence_remove")


def address(name, world):
    args = {
        "pictures": (),
        "new": (),
        "cause": (world["draft"].pk, world["draft_cause"].pk),
        "cause_remove": (world["draft"].pk, world["draft_cause"].pk),
        "link_remove": (world["draft"].pk, world["draft_link"].pk),
        "evidence_remove": (world["draft"].pk, world["draft_evidence"].pk),
    }
    return url(name, *args.get(name, (world["draft"].pk,)))


@pytest.mark.parametrize("name", [*READ, *WRITE, *POST_ONLY])
def test_each_page_for_who_may_who_may_only_read_and_who_may_not_see(as_, world, cast, name):
    where = address(name, world)
    expected = {
        **dict.fromkeys(("astrid", "bo"), 405 if name in POST_ONLY else 200),
        **dict.fromkeys(("gun", "hanna", "lena"), 405 if name in POST_ONLY else 200 if name in READ else 403),
        "farid": 405 if name in POST_ONLY else 404,
    }
    assert {key: as_(cast[key]).get(where).status_code for key in expected} == expected
    if name in READ:
        return
    for key, status in {"gun": 403, "hanna": 403, "lena": 403, "farid": 404}.items():
        assert as_(cast[key]).post(where, {}).status_code == status


def test_a_row_of_another_problem_or_pair_is_not_found(as_, world, astrid, farid):
    pk = world["problem"].pk
    client = as_(astrid)
    assert client.get(url("cause", pk, world["draft_cause"].pk)).status_code == 404
    assert client.post(url("evidence_remove", pk, world["draft_evidence"].pk)).status_code == 404
    assert client.get(reverse("problem:picture", args=["exempelstaden-soder", pk])).status_code == 404
