"""The pages of the room: for one who plans, one who only reads, one who may not see."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from samsyn.conference import queries
from samsyn.conference.models import Conference, Material, Participant, ProgrammePoint
from samsyn.conference.tests import world
from samsyn.priorities import services as priorities
from samsyn.priorities.models import PriorityList
from samsyn.steps.purpose.tests import world as purposes
from samsyn.ui.clock import today

YEAR = today().year
CITY = "exempelstaden"


def url(name, *more, year=YEAR):
    return reverse(f"conference:{name}", args=[CITY, year, *more])


TOKEN = r'value="[A-Za-z0-9]{64}"'


@pytest.fixture
def page(client, conference, astrid):
    def read(address=None, who=astrid, status=200):
        client.force_login(who)
        answer = client.get(address or url("conference"))
        assert answer.status_code == status
        return answer.content.decode()

    return read


def test_the_only_city_opens_at_once_and_its_years_stand_there(client, conference, astrid):
    client.force_login(astrid)
    assert client.get(reverse("conference:start"))["Location"] == reverse("conference:city", args=[CITY])
    text = client.get(reverse("conference:city", args=[CITY])).content.decode()
    assert f"{YEAR}: Trygga kvällar" in text or f"<strong>{YEAR}</strong>: Trygga kvällar" in text


def test_a_city_without_a_pair_of_the_whole_has_no_room(client, city, pairs, astrid):
    client.force_login(astrid)
    assert "Ingen stad har en konferens" in client.get(reverse("conference:start")).content.decode()
    text = client.get(reverse("conference:city", args=[CITY])).content.decode()
    assert "Ingen stad har en konferens" in text
    assert client.get(reverse("conference:new", args=[CITY])).status_code == 404


def test_a_city_where_nothing_is_planned_says_what_belongs_here(client, whole, astrid, gun):
    client.force_login(astrid)
    text = client.get(reverse("conference:city", args=[CITY])).content.decode()
    assert "Ingen konferens är planerad" in text and "Planera en konferens" in text
    client.force_login(gun)
    assert "Planera en konferens" not in client.get(reverse("conference:city", args=[CITY])).content.decode()


def test_a_conference_is_planned_on_its_form(client, whole, astrid):
    client.force_login(astrid)
    address = reverse("conference:new", args=[CITY])
    assert client.get(address).status_code == 200
    said = {"year": YEAR, "theme": "Unga", "held_on": f"{YEAR + 1}-01-10", "place": ""}
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert f"ligger inte i {YEAR}" in refused.content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {**said, "held_on": f"{YEAR}-12-01"})["Location"] == url("conference")
    assert (
        "Det finns redan en konferens"
        in client.post(address, {**said, "held_on": f"{YEAR}-12-01"}).content.decode()
    )


def test_the_day_is_changed_and_two_at_once_see_each_others(client, conference, astrid):
    client.force_login(astrid)
    said = {"theme": "Unga", "held_on": f"{YEAR}-12-01", "place": "Rådhuset", "version": 1}
    assert client.get(url("change")).status_code == 200
    assert client.post(url("change"), said).status_code == 302
    assert Conference.objects.get().place == "Rådhuset"
    refused = client.post(url("change"), said)
    assert refused.status_code == 422
    assert "Någon har ändrat konferensen" in refused.content.decode()


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [("astrid", 200, 200), ("farid", 200, 200), ("gun", 200, 403), ("hanna", 200, 403), ("david", 200, 403)],
)
def test_whoever_reads_a_pair_of_the_city_reads_and_those_who_prepare_write(
    client, cast, conference, who, reads, writes
):
    client.force_login(cast[who])
    assert client.get(url("conference")).status_code == reads
    assert client.get(url("candidate_new")).status_code == writes


def test_a_stranger_to_the_city_does_not_know_of_it(client, conference, city):
    from samsyn.people.models import Member, Organisation
    from samsyn.places.services import add_city

    other = add_city(name="Annanstad", code="1111")
    own = Organisation.objects.create(city=other, name="Annanstad", kind="city", party="city")
    member = Member.objects.create_user("eva@annan.example", None, name="Eva", organisation=own)
    client.force_login(member)
    assert client.get(url("conference")).status_code == 404
    assert client.get(reverse("conference:city", args=[CITY])).status_code == 404


def test_without_decided_editions_the_page_says_so(page):
    text = page()
    assert "Inget område har en beslutad utgåva" in text
    assert text.count("Ingen beslutad utgåva") == 2
    assert "Inga prioriteringar är beslutade för året" in text
    assert "Inga förslag ännu" in text


def test_the_page_goes_from_last_years_to_before_during_and_after(page, chosen, ranked, norr, astrid):
    priorities.answer_priority(
        pair=norr, priority=chosen[0], is_taken_up=False, reason="Vi har inga torg.", by=astrid
    )
    text = page()
    assert "Vet inte än." in text and "Vi har inga torg." in text
    assert "Områdespoliser" in text and "18 deltagare" in text
    assert "Samma plats: avgör tillsammans" in text
    assert "Gör en prioriteringslista" in text


def test_one_who_only_reads_sees_no_buttons(page, ranked, gun):
    text = page(who=gun)
    assert "Kvällstrygghet vid torgen" in text
    for word in (
        "Gör en prioriteringslista",
        "Lägg till ett förslag",
        "Skriv in er parts ordning",
        "Ta bort",
    ):
        assert word not in text


def test_the_screen_shows_the_order_in_large_type(page, ranked):
    text = page(url("conference") + "?vy=skarm")
    assert 'class="proj"' in text
    assert f"Vad ska komma först {YEAR + 1}?" in text
    assert "Några står på samma plats: avgör tillsammans." in text


def test_the_screen_says_whose_order_is_lacking(page, conference, proposed, bo):
    neutral = "Båda parters ordning visas när båda har ordnat alla förslag."
    assert neutral in page(url("conference") + "?vy=skarm")
    plain = [page(url("conference") + way).split("<main")[1] for way in ("", "?vy=skarm")]
    world.order(conference, proposed, (1, 2, 3), bo)  # the police: the reader is of the city, which has not
    after = [page(url("conference") + way).split("<main")[1] for way in ("", "?vy=skarm")]
    assert [re.sub(TOKEN, "", one) for one in after] == [re.sub(TOKEN, "", one) for one in plain]


def test_the_screen_is_for_both_so_it_shows_no_order_before_both_are_given(
    page, conference, proposed, astrid
):
    before = page(url("conference") + "?vy=skarm").split("<main")[1]
    world.order(conference, proposed, (3, 1, 2), astrid)  # the reader's own
    assert page(url("conference") + "?vy=skarm").split("<main")[1] == before


def test_parts_are_added_on_their_forms_and_removed(client, conference, astrid):
    client.force_login(astrid)
    for name, said, model in (
        ("point_new", {"starts_at": "13:00", "title": "Ordna"}, ProgrammePoint),
        ("participant_new", {"party": "city", "function": "Områdeschefer", "count": "4"}, Participant),
        ("material_new", {"title": "Rapport", "address": "https://exempel.se/r"}, Material),
    ):
        assert client.get(url(name)).status_code == 200
        assert client.post(url(name), {}).status_code == 422
        assert client.post(url(name), said)["Location"].endswith("#fore")
        assert model.objects.filter(conference=conference, removed_at=None).exists()
    for kind, model in (("program", ProgrammePoint), ("deltagare", Participant), ("material", Material)):
        row = model.objects.filter(conference=conference).last()
        assert client.post(url("part_remove", kind, row.pk)).status_code == 302
        refused = client.post(url("part_remove", kind, row.pk))
        assert refused.status_code == 422
        assert "Någon har redan tagit bort det." in refused.content.decode()
    assert client.post(url("part_remove", "annat", 1)).status_code == 404


def test_a_candidate_is_written_changed_and_removed(client, conference, norr, astrid):
    client.force_login(astrid)
    purposes.add_edition(norr, astrid)
    ref = queries.offered_evidence(norr.city)[0].ref
    said = {
        "title": "Mer ljus",
        "why": "Mörkt.",
        "focus": "unsafety",
        "from_pair": norr.slug,
        "evidence": [ref],
    }
    assert (
        "Fler bråk och färre trygga"
        in client.get(url("candidate_new") + "?omrade=" + norr.slug).content.decode()
    )
    assert client.post(url("candidate_new"), {}).status_code == 422
    assert client.post(url("candidate_new"), said)["Location"].endswith("#forslag")
    row = conference.candidates.get()
    assert row.from_pair == norr and len(row.evidence) == 1
    form = client.get(url("candidate", row.pk)).content.decode()
    assert "checked" in form and "Ta bort förslaget" in form
    assert client.post(url("candidate", row.pk), {**said, "title": "Ljus", "version": 1}).status_code == 302
    stale = client.post(url("candidate", row.pk), {**said, "version": 1})
    assert stale.status_code == 422
    assert "Någon har ändrat det sedan du öppnade det." in stale.content.decode()
    assert client.post(url("candidate_remove", row.pk), {"version": 1}).status_code == 422
    assert client.post(url("candidate_remove", row.pk), {"version": 2}).status_code == 302
    assert "Inga förslag ännu" in client.get(url("conference")).content.decode()


def test_a_party_enters_its_order(client, conference, proposed, bo, gun, elsa):
    client.force_login(bo)
    assert "Polisens ordning" in client.get(url("rank")).content.decode()
    said = {f"plats-{row.pk}": str(place) for place, row in enumerate(proposed, 1)}
    assert client.post(url("rank"), {}).status_code == 422
    twice = client.post(url("rank"), {**said, f"plats-{proposed[1].pk}": "1", "version": 0})
    assert twice.status_code == 422
    assert "Två förslag har plats 1" in twice.content.decode()
    assert client.post(url("rank"), {**said, "version": 0})["Location"].endswith("#ordning")
    client.force_login(elsa)
    stale = client.post(url("rank"), {**said, "version": 0})
    assert stale.status_code == 422
    assert "Ordningen som gäller nu" in stale.content.decode()
    client.force_login(gun)
    assert client.get(url("rank")).status_code == 403


def test_the_list_is_made_of_the_order_and_leads_to_its_page(client, conference, ranked, astrid):
    client.force_login(astrid)
    made = client.post(url("make_list"))
    row = PriorityList.objects.get()
    assert made["Location"] == row.get_absolute_url()
    text = client.get(url("conference")).content.decode()
    assert "Listan är ett utkast." in text and "Arbeta med listan" in text
    assert "Lägg till ett förslag" not in text
    refused = client.post(url("make_list"))
    assert refused.status_code == 422
    assert "Det finns redan en prioriteringslista" in refused.content.decode()


def test_an_area_without_a_decided_edition_says_so(page, soder):
    assert "Ingen beslutad utgåva" in page(url("area", soder.slug))
    assert "Hela staden har ingen beslutad lägesbild." in page(url("whole"))


def test_an_area_on_one_page_is_its_decided_edition_for_everybody_at_the_conference(
    page, norr, astrid, farid
):
    edition = purposes.add_edition(norr, astrid)
    text = page(url("area", norr.slug), who=farid)
    assert "Fler bråk och färre trygga på kvällen" in text
    assert f"Lägesbild Norr, utgåva {edition.number}, beslutad" in text
    assert "Tre slutsatser" in text and "Prioriterade problem" in text
    assert "Norr" in page(url("whole")) and "Fler bråk och färre trygga" in page(url("whole"))
    assert "Utgåva 1, beslutad" in page()


def test_the_whole_city_and_other_cities_are_no_area(page, whole):
    page(url("area", whole.slug), status=404)
    page(url("area", "finns-inte"), status=404)


def test_a_year_without_a_conference_is_not_found(page):
    page(url("conference", year=YEAR - 5), status=404)


def test_one_that_was_says_that_it_is_over(cast, whole, client, astrid):
    world.conference(cast, whole, YEAR - 1)
    client.force_login(astrid)
    text = client.get(url("conference", year=YEAR - 1)).content.decode()
    assert "Genomförd" in text
    assert f"vad som går först {YEAR}" in text
    assert "De som har varit" in client.get(reverse("conference:city", args=[CITY])).content.decode()


def test_the_home_of_an_area_tells_of_the_conference(client, cast, whole, norr, astrid):
    from datetime import timedelta

    from samsyn.conference import services

    day = today() + timedelta(days=14)
    services.add_conference(pair=whole, year=day.year, theme="Unga", held_on=day, by=astrid)
    client.force_login(astrid)
    text = client.get(norr.get_absolute_url()).content.decode()
    assert f"Konferensen {day.year}" in text
    assert isinstance(day, date)
