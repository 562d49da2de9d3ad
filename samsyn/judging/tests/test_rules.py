"""The one rule: one's own always, the other's when one's own is given; nothing tells of it before that."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.home.changes import _rows
from samsyn.home.logbook import Wish, entries, open_for
from samsyn.judging import services
from samsyn.judging.models import Judgement, Settlement
from samsyn.judging.queries import Matter, stand
from samsyn.judging.rules import visible
from samsyn.people.models import Party
from samsyn.steps.problem import queries as problem
from samsyn.steps.problem import services as problems
from samsyn.steps.problem.reading import listed
from samsyn.steps.problem.tests import world as worlds
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.canonical import contents as edition_contents
from samsyn.steps.situation.chain import fragment
from samsyn.steps.situation.tests import editions
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import picked, shared

SECRET = "Det här vet bara den som har skrivit det."
TOKEN = r'value="[A-Za-z0-9]{64}"'


@picked
def matter(norr):
    return Matter(norr, "places.area", norr.city_area_id, "trust")


@picked
def give(matter):
    def given(by, value="hög", grounds="Vi har sett det.", version=0):
        return services.give(matter, value=value, grounds=grounds, version=version, by=by)

    return given


def test_one_who_has_moved_to_the_other_authority_agrees_with_herself_on_nothing(
    matter, give, astrid, bo, lena
):
    give(astrid)
    astrid.organisation = bo.organisation
    astrid.save()
    moved = type(astrid).objects.get(pk=astrid.pk)
    assert give(moved).is_shown
    assert services.agree_as_equal(matter, by=moved) is None and not Settlement.objects.exists()
    services.propose(matter, value="hög", grounds="Så är det.", version=0, by=moved)
    with pytest.raises(UserError, match="Den andra parten har inget förslag"):
        services.accept(matter, version=1, by=moved)


def test_the_other_s_is_there_only_when_one_s_own_is_given(matter, give, astrid, bo):
    give(bo, "låg")
    assert stand(matter, "city").said == stand(matter, "").said == stand(matter, "other").said == {}
    assert stand(matter, "police").waits
    assert give(astrid).is_shown
    for reader in ("city", "police", "", "other"):
        assert {party: row.value for party, row in stand(matter, reader).said.items()} == {
            "city": "hög",
            "police": "låg",
        }


@pytest.mark.parametrize("said", [{}, {"city": 1}, {"police": 2}, {"city": 1, "police": 2}])
def test_answers_in_hand_obey_the_same_rule(said):
    for reader in ("city", "police"):
        assert visible(said, reader) == (said if reader in said else {})
    assert visible(said, "") == visible(said, "other") == (said if len(said) == 2 else {})


def test_it_costs_the_same_questions_whether_the_other_has_judged(matter, give, bo):
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            stand(matter, "city")
        counts.append(len(asked))
        give(bo, version=_time)
    assert counts == [2, 2]


def test_until_the_other_has_judged_one_changes_without_a_trace(give, astrid, bo):
    give(astrid, "låg")
    give(astrid, "hög", version=1)
    give(bo)
    row = Judgement.objects.get(party="city")
    assert (row.value, row.is_changed_after_seen, row.first) == ("hög", False, "")


def test_who_changes_after_having_seen_the_other_s_says_so_and_keeps_the_first(give, astrid, bo):
    give(astrid, "låg", "Först.")
    give(bo, "hög")
    give(astrid, "låg", "Först.", version=1)
    assert not Judgement.objects.get(party="city").is_changed_after_seen  # nothing is changed
    give(astrid, "mellan", "Sedan.", version=2)
    give(astrid, "hög", "Till sist.", version=3)
    row = Judgement.objects.get(party="city")
    assert (row.value, row.first, row.first_grounds) == ("hög", "låg", "Först.")
    assert row.is_changed_after_seen
    assert LogEntry.objects.filter(event=Event.JUDGEMENT_CHANGED).count() == 2


def test_nobody_settles_before_both_have_judged_and_the_refusal_tells_nothing(matter, give, astrid, bo):
    def told(by):
        said = []
        for act in (
            lambda: services.propose(matter, value="hög", grounds="Vi möts.", version=0, by=by),
            lambda: services.accept(matter, version=1, by=by),
            lambda: services.differ(matter, says="Nej.", by=by),
        ):
            with pytest.raises(UserError) as refused:
                act()
            said.append(str(refused.value))
        return said

    before = told(astrid)
    give(bo)
    assert told(astrid) == before  # the city is not told that the police have judged
    assert "Staden har inte bedömt än." in told(bo)[0]
    assert not Settlement.objects.exists()


def test_it_takes_two_to_agree_and_one_to_differ(matter, give, astrid, bo):
    give(astrid, "låg")
    give(bo, "hög")
    services.propose(matter, value="mellan", grounds="Vi möts.", version=0, by=astrid)
    assert stand(matter, "police").is_open
    services.accept(matter, version=1, by=bo)
    with pytest.raises(UserError, match="redan avgjort"):
        services.differ(matter, says="Nej.", by=bo)
    with pytest.raises(UserError, match="redan kommit överens"):
        give(astrid, "hög", version=1)
    later = Matter(matter.pair, matter.subject_type, matter.subject_id, matter.question, round=2)
    for by, value in ((astrid, "låg"), (bo, "hög")):
        services.give(later, value=value, grounds="Skäl.", version=0, by=by)
    row = services.differ(later, says="Vi står fast.", by=bo)
    assert row.differs and (row.says("city"), row.says("police")) == ("", "Vi står fast.")
    row = services.differ(later, says="Vi också.", by=astrid)
    assert (row.says("city"), row.says("police")) == ("Vi också.", "Vi står fast.")


def test_judging_alike_is_to_agree(matter, give, astrid, bo):
    give(astrid)
    assert services.agree_as_equal(matter, by=astrid) is None
    give(bo)
    assert services.agree_as_equal(matter, by=bo).is_agreed


@pytest.mark.parametrize("who", ["hanna", "gun", "farid", "lena"])
def test_who_does_not_write_for_a_party_judges_nothing(give, cast, who):
    with pytest.raises(UserError, match="inte bedöma för staden eller polisen"):
        give(cast[who])


def test_an_external_party_judges_nothing_whatever_its_role(give, astrid):
    astrid.organisation.party = Party.OTHER
    with pytest.raises(UserError, match="inte bedöma för staden eller polisen"):
        give(astrid)
    assert not Judgement.objects.exists()


def test_a_colleague_s_is_not_written_over_unread_and_grounds_are_asked_for(give, astrid, cilla):
    give(astrid, grounds="Astrids skäl.")
    with pytest.raises(StaleError) as told:
        give(cilla)
    assert told.value.theirs == "Astrids skäl."
    with pytest.raises(UserError, match="Skälet saknas"):
        give(astrid, grounds=" ", version=1)


@shared
def draft(norr, astrid, bo):
    """A problem with one cause, in a pair whose lägesbild has one of everything."""
    picture = editions.full_picture(norr, astrid, bo)
    row = worlds.add_problem(norr, astrid, "Bråk vid hållplatsen")
    facts = {"kind": "direct", "perspective": "situation", "grounds": "Vi har sett det."}
    return picture, row, problems.add_cause(picture=row, text="Inga vuxna på plats", by=astrid, **facts)


def read(client, member, pair, row):
    """Return all the pages that could tell, and how many questions each asked."""
    client.force_login(member)
    found = {}
    for name, args in (
        ("situation:picture", [pair.slug]),
        ("situation:level", [pair.slug, "hela"]),
        ("situation:editions", [pair.slug]),
        ("chain:thread", [pair.slug]),
        ("home:pair", [pair.slug]),
        ("problem:pictures", [pair.slug]),
        ("problem:picture", [pair.slug, row.pk]),
        ("records:decide", [pair.slug, "problembild", row.pk]),
        ("releases:releases", [pair.slug]),
    ):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse(name, args=args)).content.decode()
        found[name] = (re.sub(TOKEN, "", page), len(asked))
    return found


def test_no_page_count_log_thread_or_text_tells_the_other_anything(client, norr, draft, astrid, bo, lena):
    picture, row, cause = draft
    readers = (astrid, lena)
    for reader in readers:
        read(client, reader, norr, row)  # what is kept is made, what is new is seen
    span = {"number": 1, **editions.PERIOD, "previous": None}
    before = [read(client, reader, norr, row) for reader in readers]
    texts = edition_contents(picture, **span), problem.tree(row), fragment(norr), listed(norr, "city")
    logs = [list(entries(open_for(reader), Wish()).values_list("seq", flat=True)) for reader in readers]
    changes = _rows(norr, after=0, reader=astrid)

    situation.judge_level(
        picture=picture, area=norr.city_area, level=None, reason=SECRET, by=bo, difference="Annat."
    )
    problems.answer_certainty(cause=cause, sureness=3, by=bo)

    for reader, old in zip(readers, before, strict=True):
        for name, (page, questions) in read(client, reader, norr, row).items():
            assert page == old[name][0], name
            assert abs(questions - old[name][1]) <= 2, name
    assert texts == (
        edition_contents(picture, **span),
        problem.tree(row),
        fragment(norr),
        listed(norr, "city"),
    )
    visits = {Event.SIGNED_IN, Event.SIGNED_OUT}
    now = [
        list(entries(open_for(reader), Wish()).exclude(event__in=visits).values_list("seq", flat=True))
        for reader in readers
    ]
    assert now == logs
    assert _rows(norr, after=0, reader=astrid) == changes

    situation.judge_level(
        picture=picture, area=norr.city_area, level=None, reason="Våra skäl.", by=astrid, difference="Annat."
    )
    assert SECRET in read(client, astrid, norr, row)["situation:level"][0]
    assert "båda parters svar syns" in " ".join(one.what for one in _rows(norr, after=0, reader=lena))


def test_no_value_stands_in_the_log(give, astrid, bo):
    for by in (astrid, bo):
        give(by, "hemligt-värde")
    assert not LogEntry.objects.filter(facts__contains="hemligt").exists()
