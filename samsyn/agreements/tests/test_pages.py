"""The pages of agreements as people use them: who sees what, what the forms say, and the file that is taken out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samsyn.agreements import services
from samsyn.agreements.models import Agreement, AgreementKind, Covers
from samsyn.agreements.tests import world
from samsyn.agreements.workflow import Stage
from samsyn.ui.clock import today

DAY = world.DAY
LOCAL = AgreementKind.LOCAL


def address(name, pair, *more):
    return reverse(f"agreements:{name}", args=[pair.slug, *more])


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def sign_in(client, cast):
    def enter(who):
        client.force_login(cast[who])
        return client

    return enter


# The city


def test_the_room_leads_straight_to_the_only_city(sign_in, city, norr):
    response = sign_in("astrid").get("/overenskommelser/")
    assert response.url == "/overenskommelser/exempelstaden/"
    assert "Överenskommelser" in text(sign_in("astrid").get(response.url))


def test_one_who_reads_no_pair_is_told_whom_to_ask(client, cast, city):
    from samsyn.people.models import Member

    outsider = Member.objects.create_user(
        "kim@x.example", None, name="Kim", organisation=cast["astrid"].organisation, is_example=True
    )
    client.force_login(outsider)
    assert "Be den som sköter medarbetarna i staden" in text(client.get("/overenskommelser/"))
    assert client.get("/overenskommelser/exempelstaden/").status_code == 404


def test_the_matrix_says_each_state_in_words_and_links_only_what_one_may_open(sign_in, city, cast, norr):
    world.local(norr, cast)
    shown = text(sign_in("farid").get("/overenskommelser/exempelstaden/"))
    assert "Gäller" in shown and "Saknas" in shown and "Möts, men inget par är öppnat" in shown
    assert "1 av 2 områdespar saknar en gällande överenskommelse i Samsyn." in shown
    assert "/par/exempelstaden-soder/overenskommelser/" in shown
    assert "/par/exempelstaden-norr/overenskommelser/" not in shown


def test_a_city_without_pairs_teaches(sign_in, cast, city, pairs):
    from samsyn.places.models import AreaPair

    client = sign_in("gun")
    AreaPair.objects.update(valid_to=today() - DAY)
    assert "Staden har inget områdespar än" in text(client.get("/overenskommelser/exempelstaden/"))


# The pair


def test_an_empty_pair_teaches_and_offers_both_kinds(sign_in, norr):
    shown = text(sign_in("astrid").get(address("agreements", norr)))
    assert "Ingen överenskommelse är skriven än" in shown
    assert "Skriv en lokal överenskommelse" in shown and "Skriv ett verksamhetsavtal" in shown
    shown = text(sign_in("gun").get(address("agreements", norr)))
    assert "Skriv en lokal överenskommelse" not in shown
    assert sign_in("farid").get(address("agreements", norr)).status_code == 404


def test_the_whole_city_offers_a_central_one(sign_in, whole):
    shown = text(sign_in("astrid").get(address("agreements", whole)))
    assert "Skriv en central överenskommelse" in shown and "Skriv en lokal" not in shown


def test_a_local_agreement_goes_from_the_template_to_in_force_through_the_pages(sign_in, norr, cast, central):
    client = sign_in("astrid")
    page = text(client.get(address("new", norr)))
    assert "Punkterna som utkastet börjar med" in page and "Områden för samverkan" in page
    period = {"valid_from": today().isoformat(), "last_day": (today() + 364 * DAY).isoformat()}
    response = client.post(address("new", norr) + "?slag=local", {"title": "", **period})
    row = Agreement.objects.get(pair=norr)
    assert response.url == row.get_absolute_url()
    assert row.valid_to - row.valid_from == timedelta(days=365)
    shown = text(client.get(row.get_absolute_url()))
    assert "4 saker fattas" in shown and "Punkt 3, Problem i fokus, har ingen text." in shown
    for clause in row.clauses.filter(text=""):
        said = {"heading": clause.heading, "covers": clause.covers, "text": "Det står här.", "version": "1"}
        form = client.get(address("clause", norr, row.pk, clause.pk))
        assert "Vad handlar punkten om?" in text(form)
        answer = client.post(address("clause", norr, row.pk, clause.pk), said)
        assert answer.url == f"{row.get_absolute_url()}#punkt-{clause.pk}"
    assert "Checklistan är klar" in text(client.get(row.get_absolute_url()))
    row = world.decide(world.fresh(row), cast)
    assert "Väntar på Lena, socialdirektör" in text(client.get(row.get_absolute_url()))
    for who, said in (("lena", "Skriv under för staden"), ("mats", "Skriv under för polisen")):
        client = sign_in(who)
        page = text(client.get(address("sign", norr, row.pk)))
        assert said in page and "Det är ingen avancerad elektronisk underskrift." in page
        client.post(address("sign", norr, row.pk), {"read_checksum": row.checksum})
    shown = text(client.get(row.get_absolute_url()))
    assert "Registrerad underskrift: Mats var inloggad i Samsyn." in shown
    assert 'aria-current="step"' in shown and world.fresh(row).stage == Stage.IN_FORCE
    assert "m-in-force" in text(client.get("/overenskommelser/exempelstaden/"))


def test_a_period_that_ends_before_it_starts_is_said_and_kept_in_the_form(sign_in, norr):
    client = sign_in("astrid")
    said = {"title": "Kvällar", "valid_from": "2030-02-01", "last_day": "2030-01-01"}
    response = client.post(address("new", norr) + "?slag=operational", said)
    assert response.status_code == 422
    assert "Perioden slutar innan den börjar." in text(response)
    assert 'value="Kvällar"' in text(response)


@pytest.mark.parametrize("last", ["9999-12-31", "0001-01-01"])
def test_a_day_that_no_calendar_of_ours_holds_is_said(sign_in, norr, last):
    said = {"title": "", "valid_from": "2030-02-01", "last_day": last}
    response = sign_in("astrid").post(address("new", norr) + "?slag=operational", said)
    assert response.status_code == 422 and "Dagen ligger för långt bort." in text(response)


def test_a_verksamhetsavtal_is_begun_from_its_problem(sign_in, norr, cast):
    from samsyn.steps.problem.tests import world as problems

    problem = problems.build(cast, norr)["problem"]
    client = sign_in("bo")
    shown = text(client.get(problem.get_absolute_url()))
    assert "Ingen punkt i en gällande överenskommelse pekar på problemet." in shown
    way = f"{address('new', norr)}?problem={problem.pk}"
    assert way in shown
    assert problem.title in text(client.get(way))
    made = client.post(way, {"title": "", "valid_from": "", "last_day": ""})
    row = Agreement.objects.get(problem=problem)
    assert made.url == row.get_absolute_url()
    services.change_agreement(
        agreement=row, version=1, by=cast["bo"], valid_from=today(), valid_to=today() + 9 * DAY
    )
    world.fill(row, cast["bo"])
    world.sign(world.decide(world.fresh(row), cast), cast)
    shown = text(client.get(problem.get_absolute_url()))
    assert "En gällande punkt pekar på problemet:" in shown and row.get_absolute_url() in shown


@pytest.mark.parametrize("asked", ["999999", "abc"])
def test_a_problem_that_is_not_the_pairs_is_not_found(sign_in, norr, asked):
    assert sign_in("astrid").get(f"{address('new', norr)}?problem={asked}").status_code == 404


# The document


def test_a_reader_sees_all_and_no_buttons(sign_in, norr, cast):
    row = world.signed(norr, cast)
    shown = text(sign_in("gun").get(row.get_absolute_url()))
    assert "Underskrifter" in shown and "Hämta som PDF" in shown
    for button in (
        "Ändra rubrik",
        "Skriv en efterträdare",
        "Avsluta i förtid",
        "Stäm av",
        "Lägg till en punkt",
    ):
        assert button not in shown
    assert sign_in("farid").get(row.get_absolute_url()).status_code == 404


def test_a_clause_shows_beside_it_what_it_points_at(sign_in, norr, cast):
    from samsyn.steps.purpose.tests import world as purposes

    goal = purposes.build(cast, norr)["goal"]
    row = world.draft(norr, cast)
    clause = row.clauses.get(covers=Covers.GOALS)
    client = sign_in("astrid")
    form = text(client.get(address("clause_targets", norr, row.pk, clause.pk)))
    assert "Färre misshandlas ute" in form and "Färre stölder (utkast)" in form
    response = client.post(address("clause_targets", norr, row.pk, clause.pk), {"goal": f"goal:{goal.key}"})
    assert response.status_code == 302
    shown = text(client.get(row.get_absolute_url()))
    assert "Punkterna pekar på 1 av" in shown
    client.post(address("clause_targets", norr, row.pk, clause.pk), {})
    assert not clause.targets.exists()


def test_two_who_write_the_same_clause_see_each_other(sign_in, norr, cast):
    row = world.draft(norr, cast)
    clause = row.clauses.first()
    services.change_clause(
        clause=clause, heading="Syfte", text="Astrids text.", covers="purposes", version=clause.version,
        by=cast["astrid"],
    )  # fmt: skip
    said = {"heading": "Syfte", "covers": "purposes", "text": "Bos text.", "version": str(clause.version)}
    response = sign_in("bo").post(address("clause", norr, row.pk, clause.pk), said)
    assert response.status_code == 422
    shown = text(response)
    assert (
        "Astrids text." in shown
        and "Bos text." in shown
        and f'name="version" value="{clause.version + 1}"' in shown
    )


def test_clauses_move_and_are_removed_by_their_buttons(sign_in, norr, cast):
    row = world.draft(norr, cast)
    first, second = row.clauses.all()[:2]
    client = sign_in("astrid")
    client.post(address("clause_move", norr, row.pk, second.pk), {"vart": "upp"})
    assert row.clauses.order_by("position").first() == second
    second.refresh_from_db()
    client.post(address("clause_remove", norr, row.pk, second.pk), {"version": str(second.version)})
    refused = client.post(address("clause_remove", norr, row.pk, first.pk), {"version": "99"})
    assert refused.status_code == 422 and "Någon har ändrat samma sak" in text(refused)


def test_what_is_decided_sends_back_from_its_forms(sign_in, norr, cast):
    row = world.decide(world.draft(norr, cast), cast)
    client, clause = sign_in("astrid"), row.clauses.first()
    for name, more in (
        ("change", ()),
        ("clause_new", ()),
        ("clause", (clause.pk,)),
        ("clause_targets", (clause.pk,)),
    ):
        response = client.get(address(name, norr, row.pk, *more), follow=True)
        assert "Skriv en efterträdare, eller ladda om sidan." in text(response)


def test_a_successor_is_begun_from_the_page_and_shows_its_differences(sign_in, norr, cast):
    row = world.signed(norr, cast)
    client = sign_in("bo")
    made = client.post(address("successor", norr, row.pk))
    after = Agreement.objects.get(replaces=row)
    assert made.url == after.get_absolute_url()
    shown = text(client.get(after.get_absolute_url()))
    assert "Skillnader mot den som ersätts" in shown and "Perioden är inte satt än." in shown
    again = client.post(address("successor", norr, row.pk))
    assert again.status_code == 422 and "Det finns redan en" in text(again)
    decide = text(client.get(reverse("records:decide", args=[norr.slug, "overenskommelse", after.pk])))
    assert f"Ändringar mot ”{row.title}”, som den ersätter" in decide


def test_a_clause_that_is_lacking_is_proposed_from_the_template(sign_in, norr, cast):
    row = world.draft(norr, cast)
    form = text(sign_in("astrid").get(address("clause_new", norr, row.pk) + "?om=not-binding"))
    assert "inte juridiskt bindande" in form


# Signing and papers


def test_one_who_has_left_the_office_does_not_reach_the_signing(sign_in, norr, cast):
    from samsyn.people.models import OfficeHolding

    row = world.decide(world.draft(norr, cast), cast)
    OfficeHolding.objects.filter(member=cast["lena"]).update(valid_to=today() - 30 * DAY)
    assert sign_in("lena").get(address("sign", norr, row.pk)).status_code in (403, 404)
    assert sign_in("astrid").get(address("sign", norr, row.pk)).status_code == 403


def test_signing_twice_and_without_the_text_answers_422(sign_in, norr, cast):
    row = world.decide(world.draft(norr, cast), cast)
    client = sign_in("mats")
    response = client.post(address("sign", norr, row.pk), {})
    assert response.status_code == 422 and "säger inte vilken text du har läst" in text(response)
    client.post(address("sign", norr, row.pk), {"read_checksum": row.checksum})
    response = client.post(address("sign", norr, row.pk), {"read_checksum": row.checksum})
    assert response.status_code == 422 and "Parten har redan skrivit under" in text(response)


def test_a_paper_is_filed_by_the_registrar_and_taken_out_as_a_file(sign_in, norr, cast):
    row = world.decide(world.draft(norr, cast), cast)
    client = sign_in("ivar")
    assert "Jämför innan du sparar" in text(client.get(address("paper", norr, row.pk)))
    said = {"party": "city", "signer": str(cast["lena"].pk), "signed_on": today().isoformat()}
    bad = client.post(
        address("paper", norr, row.pk), {**said, "file": SimpleUploadedFile("x.pdf", b"inget papper")}
    )
    assert bad.status_code == 422 and "Filen är ingen PDF" in text(bad)
    client.post(address("paper", norr, row.pk), {**said, "file": SimpleUploadedFile("papper.pdf", world.PDF)})
    made = row.signatures.get()
    shown = text(client.get(row.get_absolute_url()))
    assert "Underskrivet papper, infört av Ivar som vittne" in shown
    response = sign_in("gun").get(address("scan", norr, row.pk, made.pk))
    assert b"".join(response.streaming_content) == world.PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'attachment; filename="papper.pdf"'
    assert sign_in("farid").get(address("scan", norr, row.pk, made.pk)).status_code == 404
    assert client.get(address("scan", norr, row.pk, 999_999)).status_code == 404


def test_a_review_and_an_early_end_from_the_pages(sign_in, norr, cast):
    row = world.signed(norr, cast)
    client = sign_in("astrid")
    late = {"held_on": (today() + DAY).isoformat(), "note": "Bra."}
    assert "har inte varit än" in text(client.post(address("review", norr, row.pk), late))
    client.post(address("review", norr, row.pk), {"held_on": today().isoformat(), "note": "Allt hålls."})
    assert "Allt hålls." in text(client.get(row.get_absolute_url()))
    assert client.get(address("end", norr, row.pk)).status_code == 403
    client = sign_in("mats")
    assert client.post(address("end", norr, row.pk), {"reason": ""}).status_code == 422
    client.post(address("end", norr, row.pk), {"reason": "Vi slår ihop områdena."})
    shown = text(client.get(row.get_absolute_url()))
    assert "Avslutades i förtid" in shown and "Vi slår ihop områdena." in shown


# Other rooms


def test_the_pairs_home_says_where_it_stands_and_what_waits_for_ones_hand(sign_in, norr, cast, on):
    client = sign_in("lena")
    assert "Ingen överenskommelse finns i Samsyn." in text(client.get(norr.get_absolute_url()))
    row = world.local(norr, cast)
    assert "Gäller till och med" in text(client.get(norr.get_absolute_url()))
    own = world.decide(world.draft(norr, cast, title="Verksamhetsavtal: klotter"), cast)
    shown = text(client.get(norr.get_absolute_url()))
    assert "Läs och skriv under: Verksamhetsavtal: klotter" in shown
    assert "Läs och skriv under" not in text(sign_in("astrid").get(norr.get_absolute_url()))
    services.sign(agreement=own, read_checksum=own.checksum, by=cast["lena"])
    assert "Läs och skriv under" not in text(sign_in("lena").get(norr.get_absolute_url()))
    with on(row.last_day - 10 * DAY):
        assert "Skriv en efterträdare" in text(sign_in("lena").get(norr.get_absolute_url()))


def test_the_menu_has_the_room_after_the_thread(sign_in, norr):
    shown = text(sign_in("astrid").get(norr.get_absolute_url()))
    assert shown.index("Röda tråden</a>") < shown.index("Överenskommelser</a>")


def test_the_pages_stand_in_english_too(sign_in, norr, cast):
    from django.utils.translation import override

    row = world.signed(norr, cast)
    client = sign_in("astrid")
    client.cookies["samsyn-sprak"] = "en"
    with override("sv"):  # a request leaves its language on: it goes no further than here
        for where in (
            "/overenskommelser/exempelstaden/",
            address("agreements", norr),
            row.get_absolute_url(),
        ):
            assert client.get(where).status_code == 200


def test_what_is_kept_of_a_page_has_each_readers_own_token(norr, cast):
    row = world.signed(norr, cast)
    tokens = set()
    for who in ("astrid", "bo", "astrid"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(cast[who])
        (token,) = re.findall(
            r'eftertradare/.*?name="csrfmiddlewaretoken" value="(\w{64})"',
            text(client.get(row.get_absolute_url())),
        )
        tokens.add(token)
    assert len(tokens) == 3
    there = address("successor", norr, row.pk)
    assert client.post(there).status_code == 403
    assert client.post(there, {"csrfmiddlewaretoken": token}).status_code == 302
