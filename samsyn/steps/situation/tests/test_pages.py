"""The pages of the lägesbild: doors, forms without script, nothing lost."""

from __future__ import annotations

from django.urls import reverse

from samsyn.steps.situation import queries, services
from samsyn.steps.situation.models import Finding, Paragraph, Section, SituationPicture
from samsyn.steps.situation.tests.conftest import LAST, shared_finding, shared_paragraph
from tests.worlds import shared


def url(name, *args):
    return reverse(f"situation:{name}", args=["exempelstaden-norr", *args])


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@shared
def paragraph(picture, astrid):
    return shared_paragraph(picture=picture, section=Section.MAPPING, text="Stadens stycke.", by=astrid)


@shared
def reference(norr, population, crimes):
    return next(row.reference for row in queries.candidates_for(norr) if row.metric == "crime_assault")


def test_who_may_see_the_lagesbild(client, norr, cast):
    for key in ("astrid", "bo", "cilla", "david", "elsa", "gun", "hanna", "ivar", "karl", "lena", "mats"):
        client.force_login(cast[key])
        assert client.get(url("picture")).status_code == 200, key
    client.force_login(cast["farid"])
    for name, args in (("picture", ()), ("paragraph_new", ()), ("finding_new", ()), ("level", ("hela",))):
        assert client.get(url(name, *args)).status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client, norr):
    for name, args in (("picture", ()), ("measure", ("x",)), ("paragraph_new", ()), ("level", ("hela",))):
        response = client.get(url(name, *args))
        assert response.status_code == 302 and "/konto/" in response["Location"]


def test_who_may_only_read_sees_no_button_and_no_form(client, hanna, gun, paragraph, scale):
    for member in (hanna, gun):
        client.force_login(member)
        assert "Skriv i kartläggning" not in text(client.get(url("picture")))
        assert client.get(url("paragraph_new")).status_code == 403
        assert client.get(url("finding_new")).status_code == 403
        assert client.get(url("paragraph", paragraph.pk)).status_code == 403
        assert client.post(url("level", "hela"), {"level": "gul", "reason": "x"}).status_code == 403
        seen = client.get(url("level", "hela"))
        assert seen.status_code == 200 and "Spara läget" not in text(seen)


def test_an_empty_lagesbild_teaches(client, astrid, norr):
    client.force_login(astrid)
    page = text(client.get(url("picture")))
    for said in (
        "Inget läge är bedömt ännu",
        "Inga brottstal är inlästa för området",
        "Ingen slutsats är skriven ännu",
        "Ingen undersökning är inläst för området",
        "Utan analys är det bara en kartläggning",
    ):
        assert said in page


def test_reading_writes_nothing(client, astrid, norr):
    client.force_login(astrid)
    client.get(url("picture"))
    assert not SituationPicture.objects.exists()


def test_the_page_shows_figures_with_origin_interval_and_words(client, gun, norr, population, crimes, survey):
    client.force_login(gun)
    page = text(client.get(url("picture")))
    for said in (
        f"Fler än {LAST - 1}, mer än slumpen.",
        "Få händelser, stor osäkerhet.",
        "3,2–4,4",
        "Källa: Brå, Anmälda brott. Inläst",
        "visas inte",
        "färre än 30",
        "Exempeldata",
    ):
        assert said in page, said
    assert 'class="num" href="/underlag/' in page
    assert "style=" not in page


def test_the_page_needs_few_queries(
    client, astrid, norr, population, crimes, survey, paragraph, django_assert_max_num_queries
):
    client.force_login(astrid)
    client.get(url("picture"))
    with django_assert_max_num_queries(14):
        client.get(url("picture"))


def test_a_paragraph_is_written_in_its_part(client, bo, norr):
    client.force_login(bo)
    form = client.get(url("paragraph_new") + "?del=analysis")
    assert 'value="analysis" id="id_section_2" checked' in text(form) or "checked" in text(form)
    response = client.post(
        url("paragraph_new"), {"section": "analysis", "text": "Polisens analys.", "version": 1}
    )
    assert response.status_code == 302 and response["Location"].endswith("#delar")
    page = text(client.get(url("picture")))
    assert "Polisens analys." in page and "Polisen, Bo," in page


def test_an_empty_text_is_answered_with_what_was_chosen_kept(client, astrid, norr):
    client.force_login(astrid)
    response = client.post(url("paragraph_new"), {"section": "other", "text": ""})
    assert response.status_code == 422
    assert not Paragraph.objects.exists()


def test_two_writers_the_second_keeps_her_text_and_sees_the_other(client, astrid, cilla, paragraph):
    services.change_paragraph(paragraph=paragraph, text="Cillas text.", version=1, by=cilla)
    client.force_login(astrid)
    response = client.post(url("paragraph", paragraph.pk), {"text": "Astrids text.", "version": 1})
    page = text(response)
    assert response.status_code == 422
    assert "Någon har ändrat texten" in page
    assert "Texten som gäller nu" in page and "Cillas text." in page
    assert "Astrids text.</textarea>" in page and 'name="version" value="2"' in page
    assert Paragraph.objects.get().text == "Cillas text."
    again = client.post(url("paragraph", paragraph.pk), {"text": "Bådas text.", "version": 2})
    assert again.status_code == 302
    assert Paragraph.objects.get().text == "Bådas text."


def test_the_other_partys_paragraph_is_not_changed_from_here(client, bo, paragraph):
    client.force_login(bo)
    assert client.get(url("paragraph", paragraph.pk)).status_code == 403
    assert client.post(url("paragraph_remove", paragraph.pk), {"version": 1}).status_code == 403
    assert "Ändra stycke" not in text(client.get(url("picture")))


def test_a_paragraph_is_removed_and_moved_by_buttons(client, astrid, paragraph, picture):
    other = shared_paragraph(picture=picture, section=Section.MAPPING, text="Ett till.", by=astrid)
    client.force_login(astrid)
    assert client.post(url("paragraph_move", other.pk), {"till": "upp"}).status_code == 302
    assert queries.sections(picture, "city")[0].paragraphs[0].pk == other.pk
    assert client.post(url("paragraph_remove", other.pk), {"version": 7}).status_code == 422
    assert client.post(url("paragraph_remove", other.pk), {"version": 1}).status_code == 302
    assert client.get(url("paragraph_move", paragraph.pk)).status_code == 405


def test_a_finding_is_written_on_figures_found_by_searching(client, astrid, norr, reference):
    client.force_login(astrid)
    found = text(client.get(url("finding_new") + f"?sok=misshandel norr {LAST}"))
    assert "Anmäld misshandel" in found and "Anmälda bilstölder" not in found
    data = {
        "statement": "Misshandel anmäls oftare",
        "doubt": "Större än slumpen.",
        "area": norr.city_area_id,
        "version": 1,
        "tal": [reference],
    }
    searched = client.post(url("finding_new"), {**data, "sok": "bilst", "sok-tal": "1"})
    page = text(searched)
    assert searched.status_code == 200 and "Anmälda bilstölder" in page
    assert 'value="Misshandel anmäls oftare"' in page and f'value="{reference}" checked' in page
    assert not Finding.objects.exists()
    assert client.post(url("finding_new"), data).status_code == 302
    shown = text(client.get(url("picture")))
    assert "Misshandel anmäls oftare" in shown and "3,8 per 1 000 invånare" in shown


def test_a_finding_without_figures_keeps_what_was_typed(client, astrid, norr, reference):
    client.force_login(astrid)
    data = {"statement": "Så är det", "doubt": "Vi tror det.", "area": norr.city_area_id}
    response = client.post(url("finding_new"), data)
    assert response.status_code == 422
    assert "vilar inte på något tal" in text(response) and 'value="Så är det"' in text(response)


def test_two_writers_of_a_finding(client, astrid, cilla, picture, reference):
    row = shared_finding(picture=picture, statement="S", doubt="D", figures=[reference], by=astrid)
    services.change_finding(
        finding=row, statement="Cillas", doubt="Tvivel", figures=[reference], version=1, by=cilla
    )
    client.force_login(astrid)
    data = {"statement": "Astrids", "doubt": "Annat", "area": "", "version": 1, "tal": [reference]}
    response = client.post(url("finding", row.pk), data)
    assert response.status_code == 422 and "Cillas" in text(response) and 'value="Astrids"' in text(response)
    assert client.post(url("finding", row.pk), {**data, "version": 2}).status_code == 302
    assert client.post(url("finding_remove", row.pk), {"version": 3}).status_code == 302
    assert queries.findings(picture, "city") == []


def test_a_level_is_judged_by_both_on_its_page_and_shown_with_reason_and_coverage(
    client, astrid, bo, norr, scale
):
    client.force_login(astrid)
    assert "Underlaget är tunt" in text(client.get(url("level", "00")))
    refused = client.post(url("level", "00"), {"level": "gron", "reason": "Det är lugnt.", "version": 0})
    assert refused.status_code == 422
    assert "lite underlag betyder inte lugnt" in text(refused) and "Det är lugnt.</textarea>" in text(refused)
    data = {"level": "gul", "reason": "Oro vid torget.", "version": 0, "settled": 0}
    assert client.post(url("level", "00"), data).status_code == 302
    page = text(client.get(url("picture")))
    assert "Er part har bedömt: Gul." in page and "Oro vid torget." not in page
    client.force_login(bo)
    assert client.post(url("level", "00"), {**data, "reason": "Vi ser oro."}).status_code == 302
    page = text(client.get(url("picture")))
    assert "Gul" in page and "Oro vid torget." in page and "av fyra slag" in page and "0 av 4" in page
    assert "Norra 1" in page and "Staden och polisen" in page


def test_two_of_one_party_who_judge_the_second_sees_the_first(client, astrid, cilla, picture, part, scale):
    services.judge_level(picture=picture, area=part("00"), level=scale["gul"], reason="Lugnare.", by=cilla)
    client.force_login(astrid)
    data = {"level": "rod", "reason": "Värre.", "version": 0, "settled": 0}
    response = client.post(url("level", "00"), data)
    page = text(response)
    assert response.status_code == 422 and "Lugnare." in page and "Värre.</textarea>" in page
    assert client.post(url("level", "00"), {**data, "version": 1}).status_code == 302


def test_they_compare_propose_accept_and_differ_on_the_page(client, astrid, bo, picture, part, scale):
    for area in ("00", "01"):
        for member, level in ((astrid, scale["gul"]), (bo, scale["rod"])):
            services.judge_level(
                picture=picture, area=part(area), level=level, reason=f"Skäl {level.code}.", by=member
            )
    client.force_login(astrid)
    page = text(client.get(url("level", "00")))
    assert "Skäl rod." in page and "Skäl gul." in page and "Skriv att ni är oeniga" in page
    proposed = {"gemensam-level": "orange", "gemensam-reason": "Vi möts.", "gemensam-version": 0}
    assert client.post(url("level_propose", "00"), {**proposed, "gemensam-reason": ""}).status_code == 422
    assert client.post(url("level_propose", "00"), proposed).status_code == 302
    assert client.post(url("level_differ", "01"), {"says": "", "settled": 0}).status_code == 422
    assert client.post(url("level_differ", "01"), {"says": "Ett lugnt år.", "settled": 0}).status_code == 302
    client.force_login(bo)
    stale = client.post(url("level_accept", "00"), {"version": 7, "settled": 0})
    assert stale.status_code == 422 and "Någon har skrivit ett förslag" in text(stale)
    assert client.post(url("level_accept", "00"), {"version": 1, "settled": 0}).status_code == 302
    assert client.post(url("level_differ", "01"), {"says": "Vi står fast.", "settled": 0}).status_code == 302
    page = text(client.get(url("picture")))
    assert "Oeniga: staden gul, polisen röd" in page and "Vi möts." in page
    page = text(client.get(url("level", "01")))
    assert "Stadens mening: Ett lugnt år." in page and "Vi står fast.</textarea>" in page


def test_an_area_outside_the_pair_has_no_level_page(client, astrid, norr):
    client.force_login(astrid)
    assert client.get(url("level", "10")).status_code == 404
    assert client.get(url("level", "finns-inte")).status_code == 404


def test_the_page_of_a_metric(client, hanna, norr, population, crimes):
    client.force_login(hanna)
    page = text(client.get(url("measure", "crime_assault")))
    assert "Anmäld misshandel" in page and "Stadens och polisens områden" in page
    assert f"Fler än {LAST - 1}, mer än slumpen." in page
    assert client.get(url("measure", "crime_assault") + "?per=manad").status_code == 200
    assert client.get(url("measure", "finns-inte")).status_code == 404


def test_a_closed_pair_is_read_but_not_written(client, astrid, norr, paragraph):
    norr.valid_to = norr.valid_from.replace(year=2022)
    norr.save()
    client.force_login(astrid)
    page = text(client.get(url("picture")))
    assert "Områdesparet upphörde" in page and "Skriv i kartläggning" not in page
    assert client.get(url("paragraph_new")).status_code == 403
    assert client.get(url("paragraph", paragraph.pk)).status_code == 403
