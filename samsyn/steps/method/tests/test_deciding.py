"""The work plan as a joint decision: its text, its checks, its versions, and who may do what in which state."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from samsyn.people.models import Forum, ForumKind
from samsyn.records.joint import kinds
from samsyn.records.joint import services as joint
from samsyn.records.joint.queries import contents_now, contents_of
from samsyn.steps.method import queries, services
from samsyn.steps.method.checks import all_checks
from samsyn.steps.method.models import WorkPlan
from samsyn.steps.method.tests import world
from samsyn.steps.problem import services as problem_services
from samsyn.ui.clock import today
from samsyn.ui.errors import StaleError, UserError


def lacking(plan):
    return {
        check.code: check.sentence
        for check in all_checks(WorkPlan.objects.get(pk=plan.pk))
        if not check.is_met
    }


def test_the_kind_is_registered_as_step_four():
    kind = kinds.find("metod")
    assert (kind.step, kind.model) == (4, WorkPlan)


def test_a_whole_plan_lacks_nothing_and_is_decided_by_both(decided):
    assert decided.state == "decided"
    assert decided.checksum


def test_a_bare_plan_says_each_thing_that_it_lacks(plan):
    assert lacking(plan) == {
        "causes": "2 orsaker har ingen metod: Inga vuxna på plats när butikerna stänger; "
        "Fritidsgården stänger kl. 18 torsdag–lördag.",
        "resource": "Ingen resurs är lovad än.",
        "both-give": "Varken staden eller polisen har lovat någon resurs. Lägg till en från var och en.",
        "forum": "Inget forum leder arbetet än.",
    }


def test_a_plan_that_lacks_something_is_not_sent(plan, astrid):
    with pytest.raises(UserError, match="Inget forum leder arbetet än"):
        joint.send_to_review(plan, by=astrid)


def test_a_problem_that_is_not_decided_holds_the_plan_back(cast, norr, astrid):
    draft = world.problems.add_problem(norr, astrid, "Otryggt i parken")
    plan = services.add_plan(problem=draft, by=astrid)
    found = lacking(plan)
    assert found["problem"] == "Problembilden är inte beslutad och prioriterad än."
    assert found["causes"] == "Problembilden har ingen orsak än, och en metod väljs mot en orsak."


def test_one_party_that_gives_alone_needs_a_reason(plan, astrid, bo):
    world.promise(plan, astrid)
    assert lacking(plan)["both-give"].startswith("Polisen har inte lovat någon resurs")
    services.change_plan(
        plan=plan,
        version=1,
        by=astrid,
        forum=None,
        mandate="",
        ends_on=None,
        one_sided_reason="Ett skolprojekt.",
    )
    assert "both-give" not in lacking(plan)
    services.remove_resource(resource=plan.resources.get(), version=1, by=astrid)
    world.promise(plan, bo)
    services.change_plan(
        plan=plan, version=2, by=bo, forum=None, mandate="", ends_on=None, one_sided_reason=""
    )
    assert lacking(plan)["both-give"].startswith("Staden har inte lovat någon resurs")


def test_a_forum_needs_a_mandate_and_a_working_group_an_end(plan, norr, astrid):
    group = Forum.objects.create(
        city=norr.city,
        pair=norr,
        kind=ForumKind.WORKING,
        name="Arbetsgrupp torget",
        valid_from=norr.valid_from,
    )
    services.change_plan(plan=plan, version=1, by=astrid, forum=group, mandate="", ends_on=None)
    found = lacking(plan)
    assert found["forum"] == "Arbetsgrupp torget leder arbetet men saknar mandat."
    assert found["end"] == "Arbetsgruppen saknar slutdatum. En arbetsgrupp är tillfällig."
    services.change_plan(
        plan=plan, version=2, by=astrid, forum=group, mandate="Leder arbetet.", ends_on=date(2027, 6, 30)
    )
    assert not {"forum", "end"} & set(lacking(plan))


def test_each_function_needs_its_task(plan, astrid, bo):
    row = services.add_function(plan=plan, function="områdespolis", party="police", task="", by=astrid)
    assert lacking(plan)["tasks"] == "Funktion utan uppgift: områdespolis."
    services.change_function(
        function=row, version=1, by=bo, name="områdespolis", party="police", task="Går fotpatrull."
    )
    assert "tasks" not in lacking(plan)


def test_functions_guard_two_writers(plan, astrid, bo):
    row = services.add_function(plan=plan, function="värd", party="other", task="Öppnar.", by=astrid)
    services.change_function(function=row, version=1, by=bo, name="värd", party="other", task="Stänger.")
    with pytest.raises(StaleError) as told:
        services.change_function(
            function=row, version=1, by=astrid, name="värd", party="other", task="Låser."
        )
    assert told.value.theirs == "värd\n\nStänger."
    with pytest.raises(StaleError):
        services.remove_function(function=row, version=1, by=astrid)
    services.remove_function(function=row, by=astrid)
    assert queries.functions(plan) == []
    with pytest.raises(UserError, match="Parten är okänd"):
        services.add_function(plan=plan, function="värd", party="grannen", task="", by=astrid)
    with pytest.raises(UserError, match="Funktionen saknas"):
        services.add_function(plan=plan, function=" ", party="city", task="", by=astrid)


def test_the_frozen_text_holds_codes_and_peoples_own_words(decided):
    held = contents_of(decided)
    assert (held["kind"], held["problem"]["title"]) == ("metod", "Otryggt vid busstorget")
    assert held["causes"][0]["methods"][0]["method"] == "fotpatrull"
    assert held["causes"][1]["left_out"].startswith("Öppettiderna bestäms")
    first = held["resources"][0]
    assert (first["amount"], first["kind"], first["period_end"]) == ("120", "hours", "2027-01-01")


def test_the_text_is_read_in_the_language_of_the_page(decided):
    kind = kinds.find("metod")
    held = contents_of(decided)
    text = {one.heading: one.text for one in kind.texts(held)}
    assert text["Leds av"].splitlines() == [
        "Styrgrupp Norr (styrgrupp).",
        "Mandat: Beslutar lägesbild, mål och åtgärdsplan för området.",
        "Arbetet slutar den 30 juni 2027.",
    ]
    assert text["Orsak: Inga vuxna på plats när butikerna stänger"].startswith("Fotpatrull: Samma poliser")
    assert text["Lokalpolisområde Väst lovar: Fotpatrull torsdag till lördag"] == (
        "80 timmar, från 1 januari 2026 till och med 31 december 2026."
    )
    assert text["Områdespolis, polisen"] == "Går fotpatrull och skriver upp varje gång."
    with translation.override("en"):
        english = " ".join(one.text for one in kind.texts(held))
        assert "Foot patrol" in english
        assert kind.register_title(decided).startswith("Organisation av arbetet: Otryggt vid busstorget")


def test_a_text_without_forum_method_or_task_says_so(plan):
    services.add_function(plan=plan, function="värd", party="other", task="", by=plan.added_by)
    text = [one.text for one in kinds.find("metod").texts(contents_now(plan))]
    assert "Inget forum är utsett." in text
    assert text.count("Ingen metod är vald.") == 2
    assert "Ingen uppgift är skriven." in text


def test_a_change_under_review_voids_both_approvals(whole, astrid, bo):
    sent = joint.send_to_review(whole, by=astrid)
    joint.approve(sent, read_checksum=sent.checksum, by=bo)
    world.promise(sent, astrid, amount=Decimal(5))
    whole.refresh_from_db()
    assert (whole.state, whole.checksum) == ("draft", "")
    with pytest.raises(StaleError):
        joint.approve(whole, read_checksum=sent.checksum, by=astrid)


def test_a_new_version_has_everything_and_what_was_given_follows(decided, astrid):
    resource = decided.resources.first()
    services.give_resource(resource=resource, amount=Decimal(7), on=today(), by=astrid)
    made = joint.start_version(decided, by=astrid)
    assert (made.number, made.key, made.forum_id) == (2, decided.key, decided.forum_id)
    assert [one.name for one in queries.work_on_causes(made)[0].chosen] == ["Fotpatrull"]
    assert queries.work_on_causes(made)[1].left_out is not None
    assert [row.given for row in queries.resources(made)] == [7, 0]
    assert len(queries.functions(made)) == 2


def test_a_new_version_follows_the_problems_new_version_by_the_keys_of_the_causes(cast, decided, astrid):
    problem = joint.start_version(decided.problem, by=astrid)
    kept = problem.causes.get(key=world.cause_of(decided, 1).key)
    gone = problem.causes.get(key=world.cause_of(decided, 2).key)
    problem_services.remove_cause(cause=gone, version=gone.version, by=astrid)
    problem = world.problems.decide(problem, cast)
    made = joint.start_version(decided, by=astrid)
    assert made.problem == problem
    assert [row.cause for row in made.choices.all()] == [kept]
    assert lacking(made) == {}


def test_a_cause_that_the_problem_loses_while_the_plan_is_drafted_holds_it_back(cast, whole, astrid):
    problem = joint.start_version(whole.problem, by=astrid)
    gone = problem.causes.get(key=world.cause_of(whole, 1).key)
    problem_services.remove_cause(cause=gone, version=gone.version, by=astrid)
    left = problem.causes.get(key=world.cause_of(whole, 2).key)
    if not left.leads_to.exists():
        problem_services.link_causes(cause=left, effect=None, grounds="", is_tested=False, by=astrid)
    world.problems.decide(problem, cast)
    assert lacking(whole)["causes-stand"].startswith("Orsaken finns inte längre i problembilden: Inga vuxna")
    assert queries.work_on_causes(WorkPlan.objects.get(pk=whole.pk))[-1].is_gone


def test_the_database_keeps_a_decided_plan(decided):
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        WorkPlan.objects.filter(pk=decided.pk).update(canonical="{}")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        WorkPlan.objects.filter(pk=decided.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        decided.resources.update(amount=0)


WRITERS, READERS = ("astrid", "bo", "cilla", "karl"), ("hanna", "lena", "gun", "farid")
OPEN_STATES, CLOSED_STATES = ("draft", "in-review"), ("decided", "superseded", "withdrawn")


def _changes(plan, by, norr):
    """Every service that changes the plan, by name, as the member would call it for her own party."""
    cause = plan.problem.causes.get(position=1)
    choice = plan.choices.get(method="fotpatrull")
    resource = plan.resources.filter(organisation__party=by.party).first() or plan.resources.first()
    function = plan.functions.first()
    said = {
        "organisation": resource.organisation,
        "kind": "hours",
        "what": "Ute",
        "amount": Decimal(3),
        **world.YEAR,
    }
    return {
        "change_plan": lambda: services.change_plan(plan=plan, version=plan.version, by=by, forum=None, mandate="", ends_on=None),
        "choose_method": lambda: services.choose_method(plan=plan, cause=cause, method="belysning", why="Mörkt.", by=by),
        "change_choice": lambda: services.change_choice(choice=choice, version=1, by=by, method="belysning", why="Mörkt."),
        "remove_choice": lambda: services.remove_choice(choice=choice, version=1, by=by),
        "promise_resource": lambda: world.promise(plan, by),
        "change_resource": lambda: services.change_resource(resource=resource, version=1, by=by, **said),
        "remove_resource": lambda: services.remove_resource(resource=resource, version=1, by=by),
        "add_function": lambda: services.add_function(plan=plan, function="värd", party="other", task="Öppnar.", by=by),
        "change_function": lambda: services.change_function(function=function, version=1, by=by, name="värd", party="city", task="Öppnar."),
        "remove_function": lambda: services.remove_function(function=function, by=by),
    }  # fmt: skip


@pytest.mark.parametrize("state", [*OPEN_STATES, *CLOSED_STATES])
def test_each_service_is_for_writers_while_the_text_is_open_and_for_nobody_after(
    state, whole, cast, norr, astrid
):
    if state == "in-review":
        joint.send_to_review(whole, by=astrid)
    else:
        WorkPlan.objects.filter(pk=whole.pk).update(state=state)
    plan = WorkPlan.objects.select_related("pair__city", "problem").get(pk=whole.pk)
    wrong = []
    for person in (*WRITERS, *READERS):
        for name, change in _changes(plan, cast[person], norr).items():
            may = person in WRITERS and state in OPEN_STATES
            with transaction.atomic():
                try:
                    change()
                    did = True
                except UserError:
                    did = False
                transaction.set_rollback(True)
            if did != may:
                wrong.append((state, person, name, did))
    assert wrong == []
