"""What now: each party says its mind, one conclusion is settled, both decide, and nothing of it ever changes."""

from __future__ import annotations

import pytest

from samsyn.records.joint import services as joint
from samsyn.records.joint.workflow import JointState
from samsyn.records.models import Approval
from samsyn.releases import four
from samsyn.steps.followup import services
from samsyn.steps.followup.contents import contents
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.tests import world
from samsyn.ui.clock import today
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import shared


@shared
def measured(lighting, counted, cilla):
    counted((100, 60), (140, 145), (240, 205))
    services.measure(followup=lighting, by=cilla)
    return FollowUp.objects.get(pk=lighting.pk)


def test_what_one_party_says_is_hidden_until_the_other_has_said_its_mind(measured, astrid, bo):
    services.propose(followup=measured, conclusion="spread", by=bo, reason="Pröva vid stationen.")
    assert contents(measured)["proposals"] == []
    services.propose(followup=measured, conclusion="continue", by=astrid)
    assert [row["conclusion"] for row in contents(measured)["proposals"]] == ["continue", "spread"]


def test_a_party_changes_its_mind(measured, astrid):
    services.propose(followup=measured, conclusion="spread", by=astrid)
    services.propose(followup=measured, conclusion="stop", by=astrid)
    assert [row.conclusion for row in measured.proposals.all()] == ["stop"]


def test_nothing_is_said_before_it_is_measured(lighting, astrid):
    with pytest.raises(UserError, match="Uppföljningen är inte räknad"):
        services.propose(followup=lighting, conclusion="continue", by=astrid)


def test_a_conclusion_that_does_not_exist_is_refused(measured, astrid):
    with pytest.raises(UserError, match="Du har inte valt någon slutsats"):
        services.propose(followup=measured, conclusion="forget", by=astrid)


def test_nobody_settles_before_both_have_said_their_mind(measured, astrid, bo):
    services.propose(followup=measured, conclusion="continue", by=bo)
    with pytest.raises(UserError) as refused:
        services.settle(
            followup=measured, conclusion="continue", reason="Bra.", version=measured.version, by=astrid
        )
    assert str(refused.value) == (
        "Slutsatsen sparades inte. Båda parter har inte svarat än. Låt var och en svara för sig först."
    )


def test_a_conclusion_has_a_reason(measured, astrid, bo):
    for who in (astrid, bo):
        services.propose(followup=measured, conclusion="continue", by=who)
    with pytest.raises(UserError, match="Skälet till slutsatsen saknas"):
        services.settle(
            followup=measured, conclusion="continue", reason="  ", version=measured.version, by=astrid
        )


def test_two_who_settle_at_once_are_told_of_each_other(measured, astrid, bo):
    for who in (astrid, bo):
        services.propose(followup=measured, conclusion="continue", by=who)
    read = measured.version
    services.settle(followup=measured, conclusion="continue", reason="Det hjälper.", version=read, by=astrid)
    with pytest.raises(StaleError) as stale:
        services.settle(followup=measured, conclusion="stop", reason="Dyrt.", version=read, by=bo)
    assert stale.value.theirs == "fortsätt: Det hjälper."
    assert FollowUp.objects.get(pk=measured.pk).conclusion == "continue"


def test_a_lesson_is_added_and_taken_out_by_the_party_that_wrote_it(measured, astrid, bo):
    lesson = services.add_lesson(followup=measured, text=" Räkna varje vecka. ", by=astrid)
    assert (lesson.text, lesson.party) == ("Räkna varje vecka.", "city")
    with pytest.raises(UserError, match="Den är skriven av staden"):
        services.remove_lesson(lesson=lesson, version=1, by=bo)
    services.remove_lesson(lesson=lesson, version=1, by=astrid)
    with pytest.raises(StaleError):
        services.remove_lesson(lesson=lesson, version=2, by=astrid)


@pytest.mark.parametrize(("text", "what"), [("   ", "Lärdomen saknas"), ("x" * 1001, "1001 tecken lång")])
def test_a_lesson_is_neither_empty_nor_too_long(measured, astrid, text, what):
    with pytest.raises(UserError, match=what):
        services.add_lesson(followup=measured, text=text, by=astrid)


def test_a_value_of_another_goal_or_of_tomorrow_is_refused(measured, astrid):
    with pytest.raises(UserError, match="Målet mäts inte av er själva"):
        services.record_reading(
            followup=measured, goal="nothing", value=1, on=today(), version=measured.version, by=astrid
        )


def test_an_area_that_cannot_be_compared_with_is_refused(measured, astrid):
    with pytest.raises(UserError, match="Området går inte att jämföra med"):
        services.choose_comparison(
            followup=measured,
            code="exempelstaden/stadsomraden/norr",
            version=measured.version,
            by=astrid,
        )


def test_a_change_on_review_voids_both_approvals(measured, cast, astrid, bo):
    row = world.concluded(measured, cast)
    sent = joint.send_to_review(row, by=astrid)
    joint.approve(sent, read_checksum=sent.checksum, by=bo)
    services.add_lesson(followup=sent, text="En lärdom till.", by=astrid)
    sent.refresh_from_db()
    assert sent.state == JointState.DRAFT
    assert not Approval.objects.filter(subject_id=sent.pk, voided_at=None).exists()


def _services(row, lesson):
    """Every service that changes a follow-up, by name."""
    version = row.version
    return {
        "measure": lambda by: services.measure(followup=row, by=by),
        "propose": lambda by: services.propose(followup=row, conclusion="stop", by=by),
        "settle": lambda by: services.settle(
            followup=row, conclusion="stop", reason="Dyrt.", version=version, by=by
        ),
        "add_lesson": lambda by: services.add_lesson(followup=row, text="En sak.", by=by),
        "remove_lesson": lambda by: services.remove_lesson(lesson=lesson, version=1, by=by),
        "change_followup": lambda by: services.change_followup(
            followup=row, version=version, by=by, due_on=today()
        ),
        "choose_comparison": lambda by: services.choose_comparison(
            followup=row, code="", version=version, by=by
        ),
    }


NAMES = (
    "measure",
    "propose",
    "settle",
    "add_lesson",
    "remove_lesson",
    "change_followup",
    "choose_comparison",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("state", list(JointState))
def test_only_what_is_open_changes(measured, counted, cast, astrid, state, name):
    row = world.concluded(measured, cast)
    lesson = services.add_lesson(followup=row, text="En lärdom.", by=astrid)
    row = _brought_to(row, state, cast)
    counted((100, 50), (140, 145), (240, 205), name="Nyare brott")  # else a new measurement says the same
    before = FollowUp.objects.values().get(pk=row.pk)
    if state in (JointState.DRAFT, JointState.IN_REVIEW):
        _services(row, lesson)[name](astrid)
        assert FollowUp.objects.get(pk=row.pk).state == JointState.DRAFT
    else:
        with pytest.raises(UserError, match="Skapa en ny version"):
            _services(row, lesson)[name](astrid)
        assert FollowUp.objects.values().get(pk=row.pk) == before


def _brought_to(row, state, cast):
    if state == JointState.WITHDRAWN:
        joint.withdraw(row, by=cast["astrid"])
    elif state == JointState.IN_REVIEW:
        joint.send_to_review(row, by=cast["astrid"])
    elif state in (JointState.DECIDED, JointState.SUPERSEDED):
        row = world.decide(row, cast)
    if state == JointState.SUPERSEDED:
        world.decide(joint.start_version(row, by=cast["astrid"]), cast)
    return FollowUp.objects.get(pk=row.pk)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["gun", "hanna", "lena", "mats", "farid", "ivar"])
def test_who_may_not_write_changes_nothing(measured, cast, astrid, who, name):
    row = world.concluded(measured, cast)
    lesson = services.add_lesson(followup=row, text="En lärdom.", by=astrid)
    with pytest.raises(UserError, match="Du får läsa här men inte skriva"):
        _services(row, lesson)[name](cast[who])


def test_the_differences_hold_the_conclusions_that_both_have_drawn_unlike(measured, norr, astrid, bo):
    told = lambda party: [  # noqa: E731
        (one.title, one.city, one.police)
        for one in four.judged_apart(norr, party)
        if one.title.startswith("Uppf")
    ]
    services.propose(followup=measured, conclusion="spread", by=bo)
    assert told("city") == told("police") == []
    services.propose(followup=measured, conclusion="continue", by=astrid)
    assert told("city") == [("Uppföljningen av ”Ny belysning”", "fortsätt", "sprid")]
    services.propose(followup=measured, conclusion="spread", by=astrid)
    assert told("police") == []
