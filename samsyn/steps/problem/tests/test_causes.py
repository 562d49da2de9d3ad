"""Causes, ties and what hangs on them: two people who draw the same tree at once, circles, removals, 40 causes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.releases import four
from samsyn.seeds.cast import add_cast
from samsyn.steps.problem import queries, services
from samsyn.steps.problem.causation import (
    layers,
    leading_to_the_problem,
    reached_from,
    would_close_a_circle,
)
from samsyn.steps.problem.models import (
    CausalLink,
    Cause,
    CauseKind,
    Certainty,
    Evidence,
    Perspective,
    Side,
    Sureness,
)
from samsyn.steps.problem.services.causes import MOST_CAUSES
from samsyn.steps.problem.tests import world as worlds
from samsyn.ui.errors import StaleError, UserError
from tests.small_city import build_city, build_pairs
from tests.worlds import picked


@picked
def add(picture, astrid):
    """Add a cause by its words."""

    def add(text="Mörkt längs gångstråket", **more):
        given = {
            "kind": CauseKind.DIRECT,
            "perspective": Perspective.SITUATION,
            "grounds": "Tolv av tjugo lampor är trasiga.",
            "by": astrid,
        }
        return services.add_cause(picture=picture, text=text, **{**given, **more})

    return add


def changed(cause, **more):
    return {
        "text": cause.text,
        "kind": cause.kind,
        "perspective": cause.perspective,
        "grounds": cause.grounds,
        "disproof": cause.disproof,
        **more,
    }


def test_a_new_cause_leads_to_the_problem(add):
    cause = add()
    link = CausalLink.objects.get()
    assert (link.cause, link.effect, link.is_tested) == (cause, None, False)


def test_a_new_cause_leads_to_the_cause_that_is_named(add):
    direct = add()
    behind = add("Ingen äger frågan om belysning", effect=direct)
    assert CausalLink.objects.get(cause=behind).effect == direct


def test_a_new_cause_may_lead_nowhere_yet(add, picture):
    add(to_problem=False)
    assert [cause.number for cause in queries.tree(picture).loose] == [1]


def test_a_cause_needs_words_and_a_kind(add):
    with pytest.raises(UserError, match="Orsaken saknas"):
        add(" ")
    with pytest.raises(UserError, match="saknas ett slag eller ett perspektiv"):
        add(kind="")
    assert not Cause.objects.exists()


def test_both_parties_change_a_cause_and_the_second_writer_is_told(add, astrid, bo):
    cause = add()
    services.change_cause(cause=cause, version=1, by=bo, **changed(cause, text="Bos ord"))
    with pytest.raises(StaleError, match="Någon har ändrat samma sak") as told:
        services.change_cause(cause=cause, version=1, by=astrid, **changed(cause, text="Astrids ord"))
    assert "Bos ord" in told.value.theirs
    assert Cause.objects.get().text == "Bos ord"


def test_a_cause_that_was_removed_cannot_be_changed(add, astrid, bo):
    cause = add()
    services.remove_cause(cause=cause, version=1, by=bo)
    with pytest.raises(StaleError, match="Någon har tagit bort"):
        services.change_cause(cause=cause, version=1, by=astrid, **changed(cause))


def test_a_removed_cause_takes_its_ties_and_evidence_along_and_all_stay_for_the_history(add, picture, astrid):
    direct = add()
    behind = add("Ingen äger frågan", effect=direct)
    services.add_evidence(picture=picture, cause=direct, side=Side.FOR, text="Boende säger det.", by=astrid)
    services.remove_cause(cause=direct, version=1, by=astrid)
    assert Cause.objects.get(pk=direct.pk).removed_at is not None
    assert Evidence.objects.get().removed_at is not None
    assert not CausalLink.objects.exists()
    shown = queries.tree(picture)
    assert [cause.row for cause in shown.causes] == [behind]
    assert [cause.row for cause in shown.loose] == [behind]
    facts = LogEntry.objects.get(event=Event.CAUSE_REMOVED).facts
    assert '"evidence":1' in facts
    assert '"links":2' in facts


def test_linking_a_cause_that_the_other_has_just_removed_says_so_in_three_sentences(add, astrid, bo):
    first, second = add(), add("Samma grupper möts")
    services.remove_cause(cause=second, version=1, by=bo)
    for pair in ((first, second), (second, first)):
        with pytest.raises(UserError, match="Någon har tagit bort en av orsakerna") as told:
            services.link_causes(cause=pair[0], effect=pair[1], grounds="", is_tested=False, by=astrid)
        assert str(told.value).count(". ") == 2


def test_two_who_draw_the_same_tie_make_one(add, astrid, bo):
    first, second = add(), add("Samma grupper möts")
    services.link_causes(cause=first, effect=second, grounds="", is_tested=False, by=bo)
    with pytest.raises(UserError, match="Det finns redan"):
        services.link_causes(cause=first, effect=second, grounds="", is_tested=True, by=astrid)
    with pytest.raises(UserError, match="Det finns redan"):
        services.link_causes(cause=first, effect=None, grounds="", is_tested=True, by=astrid)


def test_two_who_remove_the_same_tie_remove_it_once(add, astrid, bo):
    add()
    link = CausalLink.objects.get()
    services.unlink(link=link, by=bo)
    with pytest.raises(UserError, match="Någon har redan tagit bort sambandet"):
        services.unlink(link=link, by=astrid)
    assert LogEntry.objects.filter(event=Event.CAUSAL_LINK_REMOVED).count() == 1


def test_a_cause_does_not_lead_to_itself(add, astrid):
    cause = add()
    with pytest.raises(UserError, match="kan inte leda till sig själv"):
        services.link_causes(cause=cause, effect=cause, grounds="", is_tested=False, by=astrid)


def test_a_circle_of_three_is_refused_by_name(add, astrid):
    a, b, c = add("Alfa"), add("Beta"), add("Gamma")
    services.link_causes(cause=a, effect=b, grounds="", is_tested=False, by=astrid)
    services.link_causes(cause=b, effect=c, grounds="", is_tested=False, by=astrid)
    with pytest.raises(UserError, match="”Alfa” leder redan till ”Gamma”"):
        services.link_causes(cause=c, effect=a, grounds="", is_tested=False, by=astrid)


def test_a_cause_of_another_problem_is_refused(add, world, astrid):
    cause = add()
    with pytest.raises(UserError, match="Någon har tagit bort en av orsakerna"):
        services.link_causes(cause=cause, effect=world["draft_cause"], grounds="", is_tested=False, by=astrid)


def test_there_is_a_limit_to_causes_and_it_is_said(add):
    for number in range(MOST_CAUSES):
        add(f"Orsak {number}")
    with pytest.raises(UserError, match="har redan 60 orsaker"):
        add("En till")


def test_each_party_answers_for_itself_and_may_answer_anew(add, astrid, bo, karl):
    cause = add()
    services.answer_certainty(cause=cause, sureness=Sureness.SURE, by=astrid)
    services.answer_certainty(cause=cause, sureness=Sureness.UNSURE, by=bo)
    services.answer_certainty(cause=cause, sureness=Sureness.FAIRLY_SURE, by=karl)
    assert dict(Certainty.objects.values_list("party", "sureness")) == {"city": 3, "police": 2}


def test_two_steps_apart_is_a_disagreement_and_one_step_is_not(add, picture, astrid, bo):
    cause = add()
    services.answer_certainty(cause=cause, sureness=Sureness.SURE, by=astrid)
    services.answer_certainty(cause=cause, sureness=Sureness.FAIRLY_SURE, by=bo)
    assert not queries.tree(picture).disputed
    services.answer_certainty(cause=cause, sureness=Sureness.UNSURE, by=bo)
    assert [one.row for one in queries.tree(picture).disputed] == [cause]


def test_answers_about_what_is_removed_or_no_answer_are_refused(add, astrid, bo):
    cause = add()
    with pytest.raises(UserError, match="Det saknas ett val"):
        services.answer_certainty(cause=cause, sureness=4, by=astrid)
    services.remove_cause(cause=cause, version=1, by=bo)
    with pytest.raises(UserError, match="Någon har tagit bort orsaken"):
        services.answer_certainty(cause=cause, sureness=1, by=astrid)


def test_all_answers_are_saved_or_none(add, astrid, bo):
    stays, goes = add(), add("Samma grupper möts")
    services.remove_cause(cause=goes, version=1, by=bo)
    with pytest.raises(UserError, match="Någon har tagit bort orsaken"):
        services.answer_all(answers=[(stays, 1), (goes, 1)], by=astrid)
    assert not Certainty.objects.exists()


def test_evidence_carries_its_party_and_finding_and_only_its_party_removes_it(
    add, picture, finding, astrid, bo
):
    row = services.add_evidence(
        picture=picture, cause=add(), side=Side.AGAINST, text="Bråken minskade inte.", finding=finding, by=bo
    )
    assert (row.party, row.finding, row.figures) == ("police", finding, [])
    with pytest.raises(UserError, match="skrivet av polisen"):
        services.remove_evidence(evidence=row, by=astrid)
    services.remove_evidence(evidence=row, by=bo)
    with pytest.raises(UserError, match="redan borttaget"):
        services.remove_evidence(evidence=row, by=bo)


def test_evidence_is_refused_without_words_side_or_a_cause_that_stands(add, picture, finding, astrid):
    cause = add()
    with pytest.raises(UserError, match="Skälet saknas"):
        services.add_evidence(picture=picture, side=Side.FOR, text="", by=astrid)
    with pytest.raises(UserError, match="Det saknas en sida"):
        services.add_evidence(picture=picture, side="", text="Ord.", by=astrid)
    services.remove_cause(cause=cause, version=1, by=astrid)
    with pytest.raises(UserError, match="Någon har tagit bort orsaken"):
        services.add_evidence(picture=picture, cause=cause, side=Side.FOR, text="Ord.", by=astrid)
    finding.removed_at = finding.written_at
    finding.save()
    with pytest.raises(UserError, match="Slutsatsen som du valde finns inte längre"):
        services.add_evidence(picture=picture, finding=finding, side=Side.FOR, text="Ord.", by=astrid)


def test_an_invented_figure_is_refused_and_too_many_are(picture, astrid):
    with pytest.raises(UserError, match="gäller inte längre"):
        services.add_evidence(
            picture=picture, side=Side.FOR, text="Ord.", figures=["crime_assault|x|2025|2026|1"], by=astrid
        )
    with pytest.raises(UserError, match="högst 12"):
        services.add_evidence(
            picture=picture, side=Side.FOR, text="Ord.", figures=[str(n) for n in range(13)], by=astrid
        )


CAUSES = range(6)
TIES = st.lists(
    st.tuples(st.sampled_from(CAUSES), st.one_of(st.none(), st.sampled_from(CAUSES)), st.booleans()),
    max_size=60,
)


@given(TIES)
@settings(max_examples=200, deadline=None)
def test_whatever_is_tied_and_untied_no_cause_ever_leads_to_itself(moves):
    ties: list[tuple[int, int | None]] = []
    for cause, effect, is_removal in moves:
        if is_removal and ties:
            ties.pop((cause * 7) % len(ties))
        elif not would_close_a_circle(ties, cause, effect) and (cause, effect) not in ties:
            ties.append((cause, effect))
        for start in CAUSES:
            onwards = [effect for tied, effect in ties if tied == start and effect is not None]
            assert all(start not in reached_from(ties, effect) for effect in onwards)
    placed = layers(dict.fromkeys(CAUSES, 1), ties)
    assert all(placed[cause] > placed[effect] for cause, effect in ties if effect is not None)
    assert leading_to_the_problem(ties) == {cause for cause in CAUSES if None in reached_from(ties, cause)}


@pytest.mark.django_db
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.booleans()), max_size=12))
@settings(max_examples=15, deadline=None)
def test_the_services_too_never_make_a_circle(moves):
    with transaction.atomic():
        by, pair = _writer()
        picture = worlds.add_problem(pair, by, "Otryggt vid torget")
        rows = [
            services.add_cause(
                picture=picture, text=f"Orsak {n}", kind="direct", perspective="situation", grounds="x", by=by
            )
            for n in range(4)
        ]
        for cause, effect, is_removal in moves:
            _move(rows[cause], rows[effect] if effect < len(rows) else None, is_removal, by)
        ties = list(CausalLink.objects.values_list("cause_id", "effect_id"))
        for cause_pk, effect_pk in ties:
            assert effect_pk is None or cause_pk not in reached_from(ties, effect_pk)
        transaction.set_rollback(True)


def _writer():
    city, pairs = build_city(), build_pairs()
    people = add_cast(city=city, home=pairs["norr"], other=pairs["soder"], since=date(2021, 1, 1))
    return people["astrid"], pairs["norr"]


def _move(cause, effect, is_removal, by):
    link = CausalLink.objects.filter(cause=cause, effect=effect).first()
    try:
        if is_removal and link is not None:
            services.unlink(link=link, by=by)
        else:
            services.link_causes(cause=cause, effect=effect, grounds="", is_tested=False, by=by)
    except UserError:
        pass


def test_the_differences_hold_the_causes_that_both_have_answered_unlike(world, norr, astrid):
    told = lambda party: [(one.title, one.city, one.police) for one in four.judged_apart(norr, party)]  # noqa: E731
    unlike = [
        ("Orsaken ”Inga vuxna på plats när butikerna stänger”", "säker", "ganska säker"),
        ("Orsaken ”Fritidsgården stänger kl. 18 torsdag–lördag”", "osäker", "säker"),
    ]
    assert told("city") == told("police") == unlike * 2
    Certainty.objects.filter(cause=world["cause"], party="city").delete()
    assert told("city") == told("police") == unlike[1:] + unlike
