"""From draft to decision and to the next version: the text, the checks, what never changes, who may do what in which state."""

from __future__ import annotations

import pytest

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.records.joint.kinds import find
from samsyn.records.joint.queries import contents_of, texts_of
from samsyn.records.joint.services import ask_for_change, send_to_review, start_version, withdraw
from samsyn.records.joint.workflow import JointState
from samsyn.steps.problem import checks, queries, services
from samsyn.steps.problem.models import CausalLink, Cause, Certainty, Evidence, ProblemPicture, Side, Weight
from samsyn.steps.problem.tests import world as worlds
from samsyn.steps.problem.tests.test_pictures import said
from samsyn.ui.errors import UserError

KIND = find("problembild")


def lacking(picture):
    return {check.code: check.sentence for check in checks.run(queries.tree(picture)) if not check.is_met}


def test_the_text_holds_everything_by_keys_that_last(world):
    frozen = contents_of(world["problem"])
    cause, underlying = world["cause"], world["underlying"]
    assert frozen["findings"][0]["statement"] == "Misshandel anmäls oftare vid torget"
    assert frozen["findings"][0]["figures"][0]["shown"]["value"] == 150
    assert frozen["place"] == {"name": "Gamla torget", "kind": "square"}
    assert frozen["causes"][str(cause.key)]["certainty"] == {"city": 3, "police": 2}
    assert frozen["causes"][str(cause.key)]["against"][0]["finding"] == "Misshandel anmäls oftare vid torget"
    assert sorted((link["cause"], link["effect"]) for link in frozen["links"]) == sorted(
        [(str(cause.key), ""), (str(underlying.key), str(cause.key))]
    )
    assert (frozen["weight"], frozen["kind"]) == ("chosen", "problembild")


def test_the_same_picture_gives_the_same_text_twice(world):
    row = world["draft"]
    assert KIND.contents(row) == KIND.contents(ProblemPicture.objects.get(pk=row.pk))


def test_people_read_the_text_in_order_and_in_words(world):
    pieces = texts_of(KIND, contents_of(world["problem"]))
    assert [piece.heading for piece in pieces] == [
        "Problem",
        "Slutsats som problemet vilar på",
        "Orsak 1: Inga vuxna på plats när butikerna stänger",
        "Orsak 2: Fritidsgården stänger kl. 18 torsdag–lördag",
        "Prioritering",
    ]
    whole = "\n".join(piece.text for piece in pieces)
    assert "Leder till: Otryggt vid Gamla torget på kvällen (inte prövat)." in whole
    assert "Staden är säker." in whole
    assert "Talar emot: Bråken ökade inte den sommar då fritidsgården var helt stängd." in whole
    assert "Prioriterat\nMånga berörs" in whole


def test_the_text_is_read_in_english_too(world):
    from django.utils import translation

    with translation.override("en"):
        pieces = texts_of(KIND, contents_of(world["problem"]))
    assert len(pieces) == 5


def test_every_check_says_in_one_sentence_what_is_lacking(norr, astrid):
    picture = worlds.add_problem(norr, astrid, "Otryggt vid torget", since="", affected="")
    assert lacking(picture) == {
        "finding": "Problemet vilar inte på någon slutsats i lägesbilden.",
        "where-and-when": "Problembilden säger inte sedan när och vilka som berörs.",
        "causes": "Problembilden har ingen orsak.",
        "weight": "Ni har inte sagt om problemet prioriteras eller läggs åt sidan.",
    }
    with pytest.raises(UserError, match="Texten skickades inte på granskning"):
        send_to_review(picture, by=astrid)


def test_the_checks_of_causes_name_what_lacks(picture, astrid):
    row = services.add_cause(
        picture=picture,
        text="Mörkt",
        kind="direct",
        perspective="situation",
        grounds="",
        by=astrid,
        to_problem=False,
    )
    services.answer_certainty(cause=row, sureness=1, by=astrid)
    found = lacking(picture)
    assert found["grounds"] == "Skäl saknas för ”Mörkt”."
    assert found["leads-to-problem"] == "Till problemet leder inte ”Mörkt”."
    assert found["certainty"] == "Staden och polisen har inte båda sagt hur säkra de är på varje orsak."


def test_a_problem_set_aside_needs_no_causes_but_a_reason(world, cast):
    assert not lacking(world["aside"])
    assert worlds.decide(world["aside"], cast).state == JointState.DECIDED


def test_a_whole_draft_lacks_nothing_and_each_lack_leads_to_where_it_is_mended(world):
    assert not lacking(world["draft"])
    assert all(check.url.startswith("/par/") for check in checks.run(queries.tree(world["draft"])))


def test_a_change_under_review_makes_it_a_draft_again_and_voids_what_was_approved(world, astrid, bo):
    row = send_to_review(world["draft"], by=astrid)
    services.answer_certainty(cause=world["draft_cause"], sureness=1, by=bo)
    row.refresh_from_db()
    assert (row.state, row.checksum, row.canonical) == (JointState.DRAFT, "", "")
    assert LogEntry.objects.filter(event=Event.TEXT_REOPENED).count() == 1


def test_a_finding_changed_after_the_decision_changes_nothing_decided(world, finding_of):
    row = world["problem"]
    finding = finding_of(row)
    finding.statement = "Något helt annat"
    finding.save()
    row.refresh_from_db()
    assert contents_of(row)["findings"][0]["statement"] == "Misshandel anmäls oftare vid torget"


@pytest.fixture
def finding_of():
    return lambda row: row.findings.get()


def test_a_new_version_starts_with_everything_and_keeps_the_keys(world, astrid):
    old = world["problem"]
    new = start_version(old, by=astrid)
    assert (new.key, new.number, new.weight_reason) == (old.key, 2, old.weight_reason)
    assert list(new.findings.all()) == list(old.findings.all())
    keys = lambda row: list(row.causes.order_by("position").values_list("key", "text"))  # noqa: E731
    assert keys(new) == keys(old)
    tie = CausalLink.objects.get(picture=new, effect__isnull=False)
    assert tie.cause.picture == tie.effect.picture == new
    assert Certainty.objects.filter(cause__picture=new).count() == 4
    assert {row.cause.picture_id for row in Evidence.objects.filter(picture=new)} == {new.pk}
    assert KIND.contents(new) == KIND.contents(old)


def test_what_was_removed_is_not_copied_and_the_decided_cause_stands_until_the_next_decision(
    world, astrid, cast
):
    new = start_version(world["problem"], by=astrid)
    copy = Cause.objects.get(picture=new, key=world["underlying"].key)
    services.remove_cause(cause=copy, version=copy.version, by=astrid)
    assert queries.current_cause(copy.key) == world["underlying"]
    worlds.decide(new, cast)
    assert queries.current_cause(copy.key) is None
    assert queries.current_cause(world["cause"].key).picture_id == new.pk
    third = start_version(ProblemPicture.objects.get(pk=new.pk), by=astrid)
    assert third.causes.count() == 1


def services_of(row, astrid):
    """Every service that changes a picture or a piece of it, as a call that holds while it is open."""
    cause = row.causes.order_by("position").first()
    link = row.links.first()
    evidence = row.evidence.filter(party="city").first()
    words = {
        "text": cause.text,
        "kind": cause.kind,
        "perspective": cause.perspective,
        "grounds": cause.grounds,
        "disproof": cause.disproof,
    }
    return {
        "change_picture": lambda by: services.change_picture(
            picture=row, version=row.version, by=by, **said(row)
        ),
        "weigh": lambda by: services.weigh(
            picture=row, weight=Weight.CHOSEN, reason="Skäl.", version=row.version, by=by
        ),
        "add_cause": lambda by: services.add_cause(
            picture=row, text="Ny", kind="direct", perspective="exposed", grounds="x", by=by
        ),
        "change_cause": lambda by: services.change_cause(cause=cause, version=cause.version, by=by, **words),
        "answer_certainty": lambda by: services.answer_certainty(cause=cause, sureness=2, by=by),
        "add_evidence": lambda by: services.add_evidence(picture=row, side=Side.FOR, text="Ord.", by=by),
        "remove_evidence": lambda by: services.remove_evidence(evidence=evidence, by=by),
        "link_causes": lambda by: services.link_causes(
            cause=row.causes.order_by("-position").first(), effect=None, grounds="", is_tested=False, by=by
        ),
        "unlink": lambda by: services.unlink(link=link, by=by),
        "remove_cause": lambda by: services.remove_cause(cause=cause, version=cause.version, by=by),
    }


NAMES = (
    "change_picture",
    "weigh",
    "add_cause",
    "change_cause",
    "answer_certainty",
    "add_evidence",
    "remove_evidence",
    "link_causes",
    "unlink",
    "remove_cause",
)


def in_state(world, cast, state):
    row = world["draft"]
    if state == JointState.IN_REVIEW:
        return send_to_review(row, by=cast["astrid"])
    if state == JointState.WITHDRAWN:
        return withdraw(row, by=cast["astrid"])
    if state in (JointState.DECIDED, JointState.SUPERSEDED):
        row = worlds.decide(row, cast)
    if state == JointState.SUPERSEDED:
        worlds.decide(start_version(row, by=cast["astrid"]), cast)
        row.refresh_from_db()
    return row


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("state", list(JointState))
def test_each_service_in_each_state_for_those_who_may_and_those_who_may_not(world, cast, state, name):
    row = in_state(world, cast, state)
    assert row.state == state
    call = services_of(row, cast["astrid"])[name]
    for key in ("hanna", "gun", "farid", "lena"):
        with pytest.raises(UserError, match="inte skriva"):
            call(cast[key])
    row.refresh_from_db()
    assert row.state == state
    if state in (JointState.DRAFT, JointState.IN_REVIEW):
        call(cast["astrid"])
        row.refresh_from_db()
        assert row.state == JointState.DRAFT
    else:
        with pytest.raises(UserError, match="Skapa en ny version"):
            call(cast["astrid"])
        assert (
            KIND.contents(row)
            == {
                key: value
                for key, value in contents_of(row).items()
                if key not in {"schema", "kind", "number"}
            }
            or state == JointState.WITHDRAWN
        )


def test_whoever_asks_for_a_change_gets_a_draft(world, astrid, bo):
    row = send_to_review(world["draft"], by=astrid)
    assert ask_for_change(row, reason="Orsak 2 är inte vår.", by=bo).state == JointState.DRAFT
