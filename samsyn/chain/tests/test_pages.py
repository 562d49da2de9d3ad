"""The pages of Röda tråden, as each member meets them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.html import escape

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.chain.graph import Fragment, Link, Node, Stage
from samsyn.chain.tests.threads import NO_FOLLOWUP, centre
from samsyn.people.models import Role

THREAD = "/par/exempelstaden-norr/roda-traden/"
READERS = ["astrid", "bo", "cilla", "david", "elsa", "gun", "hanna", "ivar", "karl", "lena", "mats"]


def shown(client, member, path=THREAD):
    client.force_login(member)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def sheet_in(text):
    return text[text.index("<h1") : text.index("<footer")]


@pytest.mark.parametrize("who", READERS)
def test_all_who_read_the_pair_see_its_thread(client, cast, centre_thread, who):
    assert "Röda tråden: Norr" in shown(client, cast[who])


def test_one_who_works_in_another_pair_may_not_know_of_it(client, farid, centre_thread):
    client.force_login(farid)
    assert client.get(THREAD).status_code == 404
    assert client.get(f"{THREAD}cause:1/").status_code == 404


def test_a_stranger_is_sent_to_the_sign_in(client, norr, centre_thread):
    assert client.get(THREAD).status_code == 302


def test_the_break_says_what_is_missing_why_it_matters_and_what_to_do(client, astrid, centre_thread):
    text = shown(client, astrid)
    assert "Ett avbrott i 22 led" in text
    assert "Ingen uppföljning är planerad" in text and NO_FOLLOWUP.sentence in text
    assert 'data-color="brand1" href="/planera/">Planera uppföljningen</a>' in text


def test_one_who_only_reads_sees_the_break_without_its_button(client, gun, centre_thread):
    text = shown(client, gun)
    assert NO_FOLLOWUP.sentence in text
    assert 'data-color="brand1"' not in text


def test_the_counts_say_how_the_thread_holds(client, astrid, centre_thread):
    text = re.sub(r"<[^>]+>|\s+", " ", shown(client, astrid))
    text = re.sub(" +", " ", text)
    assert "19 led håller 2 är planerade 1 brister 0 undantag är beslutade" in text
    assert "Hel tråd: Ny belysning" in text


def test_a_thread_without_a_break_says_so_and_what_comes_next(client, astrid, thread_is):
    thread_is(Fragment((Node("f", Stage.FINDING, "Det är så"),)))
    text = shown(client, astrid)
    assert "Tråden har inget avbrott." in text
    assert "Den har kommit till slutsats. Nästa led är problem." in text


def test_an_empty_thread_teaches_how_it_begins(client, astrid, thread_is):
    thread_is()
    text = shown(client, astrid)
    assert "Tråden börjar med ett tal" in text and '<svg class="thread"' not in text
    assert 'href="/par/exempelstaden-norr/lagesbild/">Gå till lägesbilden</a>' in text


def test_from_one_knot_only_what_leads_to_and_from_it_is_shown(client, astrid, centre_thread):
    text = shown(client, astrid, f"{THREAD}action:1/")
    assert "Röda tråden: Ny belysning" in text
    assert "Mörkt längs gångstråket" in text and "Inga vuxna på plats" not in text
    assert sheet_in(text) == sheet_in(shown(client, astrid, f"{THREAD}?fran=action:1"))


def test_a_knot_that_is_not_in_the_thread_is_not_found(client, astrid, centre_thread):
    client.force_login(astrid)
    assert client.get(f"{THREAD}cause:finns-inte/").status_code == 404
    assert client.get(f"{THREAD}?fran={'x' * 400}").status_code == 404


def test_a_figure_is_found_by_its_whole_reference(client, astrid, thread_is):
    key = "figure:safe_evening|exempelstaden/mellanomraden/03|2025-01-01|2026-01-01|6"
    thread_is(
        Fragment((Node(key, Stage.DATA, "58 %"), Node("f", Stage.FINDING, "Det är så")), (Link(key, "f"),))
    )
    link = Template("{% load thread %}{% thread_link pair key %}")
    from samsyn.places.models import AreaPair

    markup = link.render(Context({"pair": AreaPair.objects.get(slug="exempelstaden-norr"), "key": key}))
    assert "Visa i Röda tråden" in markup
    address = re.search(r'href="([^"]+)"', markup)
    assert address and "Röda tråden: 58 %" in shown(client, astrid, address[1].replace("&amp;", "&"))


def test_the_sheet_can_be_narrowed_to_a_problem(client, astrid, centre_thread):
    text = shown(client, astrid)
    assert f'href="{THREAD}problem:1/"' in text
    assert 'aria-current="page">Hela tråden' in text


def test_every_knot_is_a_link_with_a_name(client, astrid, centre_thread):
    knots = re.findall(
        r'<a id="trad-\d+" class="knot \w+" href="([^"]+)" aria-label="([^"]+)"', shown(client, astrid)
    )
    assert len(knots) == 22
    assert ("/orsak/1/", "Orsak: Mörkt längs gångstråket, håller") in knots
    assert (
        "#avbrott-1",
        "Effekt: avbrott, Ingen uppföljning är planerad, Åtgärd Kvällsöppen mötesplats",
    ) in knots


def test_tab_goes_stage_by_stage_and_the_arrows_along_and_across_the_strands(client, astrid, centre_thread):
    text = shown(client, astrid)
    names = re.findall(r'aria-label="([^":]+):[^"]*"[^>]*><rect', text)
    order = ["Data", "Slutsats", "Problem", "Orsak", "Mål", "Åtgärd", "Utfört", "Effekt", "Nästa lägesbild"]
    assert names == sorted(names, key=order.index)
    number = {label: n for n, label in re.findall(r'id="trad-(\d+)"[^>]*aria-label="\w+: ([^",]+)', text)}
    ways = dict(re.findall(r'id="trad-(\d+)"[^>]*aria-label="[^"]*"([^>]*)>', text))
    cause = ways[number["Samma grupper möts vid entrén"]]
    assert f'data-left="{number["Otryggt och bråkigt vid centrum efter kl. 18"]}"' in cause
    assert f'data-right="{number["Färre bråk to–lö"]}"' in cause
    assert f'data-up="{number["Mörkt längs gångstråket"]}"' in cause
    assert f'data-down="{number["Inga vuxna på plats"]}"' in cause


def test_words_of_people_are_escaped_everywhere(client, astrid, thread_is):
    evil = '<script>alert("x")</script>'
    thread_is(
        Fragment(
            (
                Node("d", Stage.DATA, evil, f'/"{evil}', evil),
                Node("a", Stage.ACTION, evil, needs=(NO_FOLLOWUP,)),
                Node("p", Stage.PROBLEM, evil),
            ),
            (Link("p", "a", waiver=evil),),
        )
    )
    text = shown(client, astrid)
    assert evil not in text and "<script>alert" not in text
    assert escape(evil) in text


def test_whole_strands_are_folded_when_there_are_many_and_can_be_shown(client, astrid, thread_is):
    more = tuple(Node(f"more:{n}", Stage.ACTION, f"Mer {n}") for n in range(5))
    fragment = centre()
    ties = tuple(Link("cause:1", node.key) for node in more)
    thread_is(Fragment((*fragment.nodes, *more), (*fragment.links, *ties)))
    text = shown(client, astrid)
    assert "<strong>+3</strong> trådar utan avbrott visas inte här." in text
    assert f'href="{THREAD}?alla=1">Visa alla trådar</a>' in text
    assert "Visa färre trådar" in shown(client, astrid, f"{THREAD}?alla=1")


def test_what_is_kept_is_asked_for_again_with_few_questions(
    client, astrid, norr, centre_thread, django_assert_max_num_queries
):
    record(Event.FINDING_ADDED, norr, by=astrid, pair_id=norr.pk)
    shown(client, astrid)
    with django_assert_max_num_queries(6):
        client.get(THREAD)


def test_what_is_kept_is_made_anew_when_anything_is_written_about_the_pair(
    client, astrid, norr, soder, thread_is
):
    record(Event.FINDING_ADDED, norr, by=astrid, pair_id=norr.pk)
    thread_is(Fragment((Node("f", Stage.FINDING, "Det gamla"),)))
    assert "Det gamla" in shown(client, astrid)
    thread_is(Fragment((Node("f", Stage.FINDING, "Det nya"),)))
    record(Event.FINDING_ADDED, soder, by=astrid, pair_id=soder.pk)
    assert "Det gamla" in shown(client, astrid)
    record(Event.FINDING_CHANGED, norr, by=astrid, pair_id=norr.pk)
    assert "Det nya" in shown(client, astrid)


def test_one_who_reads_one_pair_goes_straight_to_it(client, hanna, centre_thread):
    client.force_login(hanna)
    assert client.get("/roda-traden/").headers["Location"] == THREAD


def test_one_who_reads_several_chooses_among_them(client, gun, soder, centre_thread):
    text = shown(client, gun, "/roda-traden/")
    assert f'href="{THREAD}"' in text and 'href="/par/exempelstaden-soder/roda-traden/"' in text
    assert "1 avbrott" in text and "i 22 led" in text


def test_the_menu_shows_the_thread_only_to_those_who_read_pairs(client, hanna, centre_thread):
    assert 'href="/roda-traden/"' in shown(client, hanna, THREAD)
    hanna.roles.update(role=Role.EXTERNAL_PARTY)
    assert 'href="/roda-traden/"' not in shown(client, hanna, "/installningar/")


def test_the_page_lies_down_on_paper():
    css = (Path(__file__).parents[1] / "static/chain/chain.css").read_text("utf-8")
    assert re.search(r"@page thread \{ size: A4 landscape", css)
    assert "body { page: thread; }" in css
