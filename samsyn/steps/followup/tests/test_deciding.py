"""Deciding a follow-up, and how its conclusion goes into the next lägesbild."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from samsyn.records.canonical import dumps
from samsyn.records.joint import queries as joint_queries
from samsyn.records.joint import services as joint
from samsyn.steps.followup import checks, queries, services
from samsyn.steps.followup.kinds import FollowUpKind
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.tests import world
from samsyn.steps.situation.services import editions
from samsyn.steps.situation.tests.editions import full_picture
from samsyn.ui.errors import UserError
from tests.worlds import shared

PERIOD = {"period_start": date(world.LAST, 1, 1), "period_end": date(world.LAST + 1, 1, 1)}


@shared
def settled(lighting, counted, cast, astrid):
    counted((100, 60), (140, 145), (240, 205))
    row = world.concluded(lighting, cast)
    services.add_lesson(followup=row, text="Räkna stolparna samma dag.", by=astrid)
    return FollowUp.objects.get(pk=row.pk)


@shared
def decided(settled, cast):
    return world.decide(settled, cast)


def unmet(row):
    return [check.code for check in checks.run(row) if not check.is_met]


def test_the_checks_say_what_is_lacking_step_by_step(lighting, counted, cast, astrid, bo, cilla):
    counted((100, 60), (140, 145), (240, 205))
    assert unmet(lighting) == ["measured", "both-said", "conclusion"]
    services.measure(followup=lighting, by=cilla)
    row = FollowUp.objects.get()
    services.propose(followup=row, conclusion="spread", by=bo)
    assert checks.both_have_said(row).sentence == "Båda parter har inte svarat än."
    services.propose(followup=row, conclusion="continue", by=astrid)
    assert unmet(row) == ["conclusion", "difference"]
    row = services.settle(
        followup=row, conclusion="spread", reason="Bo har rätt.", version=row.version, by=astrid
    )
    assert unmet(row) == []


def test_answers_to_older_figures_do_not_count(settled, counted, cilla):
    counted((100, 50), (140, 145), (240, 195), name="Nyare brott")
    services.measure(followup=settled, by=cilla)
    row = FollowUp.objects.get()
    assert checks.both_have_said(row).sentence == "Talen är räknade på nytt. Båda parter svarar igen."


def test_what_is_lacking_stops_the_review(lighting, astrid):
    with pytest.raises(UserError, match="Uppföljningen är inte räknad"):
        joint.send_to_review(lighting, by=astrid)


def test_the_text_keeps_codes_and_says_them_in_both_languages(decided):
    frozen = joint_queries.contents_of(decided)
    assert frozen["sentences"][1]["code"] == "less-count-expected"
    assert frozen["conclusion"] == "continue"
    kind = FollowUpKind()
    swedish = {one.key: one.text for one in kind.texts(frozen)}
    assert "44 färre anmälda brott än väntat" in swedish["effect"]
    assert swedish["conclusion"] == "Fortsätt.\nLugnare kvällar för de pengar det kostar."
    with override("en"):
        assert [one.key for one in kind.texts(frozen)] == list(swedish)


def test_the_same_rows_give_the_same_bytes(settled):
    kind = FollowUpKind()
    assert dumps(kind.contents(settled)) == dumps(kind.contents(FollowUp.objects.get()))


def test_a_decided_follow_up_cannot_be_changed_in_the_database(decided):
    from django.db import DatabaseError

    with pytest.raises(DatabaseError, match="append-only"):
        FollowUp.objects.filter(pk=decided.pk).update(canonical="{}")


def test_the_next_version_begins_with_everything_and_must_be_taken_up_anew(decided, astrid):
    made = joint.start_version(decided, by=astrid)
    assert made.measured == decided.measured
    assert [one.text for one in queries.lessons_of(made)] == ["Räkna stolparna samma dag."]
    assert len(queries.proposals_of(made)) == 2
    assert unmet(made) == []
    assert made.carried_to is None


def test_a_decided_conclusion_waits_in_the_running_picture(client, decided, norr, astrid):
    client.force_login(astrid)
    page = client.get(reverse("situation:picture", args=[norr.slug])).content.decode()
    assert "Från uppföljningen" in page
    assert "44 färre anmälda brott än väntat" in page


def test_nothing_waits_before_it_is_decided(client, settled, norr, astrid):
    client.force_login(astrid)
    page = client.get(reverse("situation:picture", args=[norr.slug])).content.decode()
    assert "Från uppföljningen" not in page


@shared
def edition(decided, norr, astrid, bo):
    return editions.cut_edition(picture=full_picture(norr, astrid, bo), by=astrid, **PERIOD)


def _decide(edition, astrid, bo):
    editions.send_to_review(edition=edition, by=astrid)
    for who in (astrid, bo):
        editions.approve_edition(edition=edition, read_checksum=edition.checksum, by=who)


def test_the_next_edition_takes_the_conclusion_up(edition, decided, norr, astrid, bo):
    (row,) = editions.parsed(edition)["carried"]
    assert (row["key"], row["title"]) == (str(decided.key), "Ny belysning")
    assert row["conclusion"]["sv"] == "fortsätt"
    _decide(edition, astrid, bo)
    assert FollowUp.objects.get().carried_to_id == edition.pk
    assert queries.carried(norr) == []


def test_a_conclusion_is_taken_up_once(edition, decided, norr, astrid, bo):
    _decide(edition, astrid, bo)
    later = editions.cut_edition(picture=edition.picture, by=astrid, **PERIOD)
    assert "carried" not in editions.parsed(later)
    _decide(later, astrid, bo)
    assert (
        FollowUp.objects.get().carried_to_id == edition.pk
    )  # the edition that took it up, though superseded


def test_a_draft_edition_takes_nothing_up(edition, norr):
    assert len(queries.carried(norr)) == 1


def test_the_edition_shows_it_on_its_page(client, edition, norr, astrid):
    client.force_login(astrid)
    page = client.get(reverse("situation:edition", args=[norr.slug, edition.number])).content.decode()
    assert "Det här visade uppföljningen av förra varvets åtgärder" in page
    assert "Lugnare kvällar för de pengar det kostar." in page


def test_the_documents_and_the_differences_hold_it(edition):
    from samsyn.reports.edition_content import content_of
    from samsyn.reports.registry import REPORTS
    from samsyn.steps.situation.differences import differences

    content = content_of(edition)
    assert "Från uppföljningen" in [block.get("text") for block in content["blocks"]]
    for report in REPORTS:
        assert len(report.make(content)) > 1000
    now = editions.parsed(edition)
    before = {name: value for name, value in now.items() if name != "carried"}
    assert [block.heading for block in differences(before, now)] == ["Från uppföljningen: Ny belysning"]
