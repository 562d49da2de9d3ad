"""What the lägesbild is on Röda tråden: findings with the figures that they rest on."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.utils import translation

from samsyn.chain.graph import Fragment, Hold, Stage, Thread, breaks
from samsyn.steps.situation import services
from samsyn.steps.situation.chain import fragment
from samsyn.steps.situation.models import Finding
from samsyn.steps.situation.queries.figures import figures_by_reference
from samsyn.steps.situation.tests.conftest import LAST, shared_finding, shared_paragraph
from samsyn.steps.situation.tests.levels import both_judge
from samsyn.ui.clock import now
from tests.worlds import shared


@shared
def finding(picture, crimes, population, norr, astrid):
    references = [key for key in figures_by_reference(norr) if "misshandel" in key or "assault" in key][:2]
    assert references
    return shared_finding(
        picture=picture,
        statement="Misshandeln ökar i Norr",
        doubt="Säkert, men säger inget om varför.",
        figures=references,
        by=astrid,
    )


def nodes(made: Fragment, stage: Stage):
    return [node for node in made.nodes if node.stage is stage]


def decide(picture, scale, area, *members):
    both_judge(picture, area, None, *members)
    for section in ("mapping", "other", "analysis"):
        shared_paragraph(picture=picture, section=section, text="Ett stycke.", by=members[0])
    edition = services.cut_edition(
        picture=picture, period_start=date(LAST, 1, 1), period_end=date(LAST + 1, 1, 1), by=members[0]
    )
    services.send_to_review(edition=edition, by=members[0])
    for member in members:
        services.approve_edition(edition=edition, read_checksum=edition.checksum, by=member)
    return edition


def test_a_finding_hangs_on_its_figures(norr, finding):
    made = fragment(norr)
    (knot,) = nodes(made, Stage.FINDING)
    assert (knot.key, knot.label) == (f"finding:{finding.pk}", "Misshandeln ökar i Norr")
    assert knot.url == f"/par/exempelstaden-norr/lagesbild/#slutsats-{finding.pk}"
    assert {link.end for link in made.links} == {knot.key}
    assert len(made.links) == len(finding.figures) == len(nodes(made, Stage.DATA))
    assert breaks(Thread.of([made])) == []


def test_a_figure_says_what_it_is_worth_where_and_when_and_leads_to_its_origin(norr, finding):
    labels = [node.label for node in nodes(fragment(norr), Stage.DATA)]
    assert f"150, anmäld misshandel, Norr {LAST}" in labels
    assert all(node.url.startswith("/underlag/") for node in nodes(fragment(norr), Stage.DATA))


def test_a_figure_speaks_the_language_of_the_page(norr, finding):
    with translation.override("en"):
        labels = [node.label for node in nodes(fragment(norr), Stage.DATA)]
    assert f"150, reported assaults, Norr {LAST}" in labels


def test_a_finding_is_under_way_until_an_edition_that_holds_it_is_decided(
    norr, finding, picture, scale, astrid, bo
):
    (knot,) = nodes(fragment(norr), Stage.FINDING)
    assert (knot.hold, knot.detail) == (Hold.ONGOING, "Inte i någon beslutad utgåva ännu")
    decide(picture, scale, norr.city_area, astrid, bo)
    (knot,) = nodes(fragment(norr), Stage.FINDING)
    assert (knot.hold, knot.detail) == (Hold.HOLDS, "Utgåva 1")


def test_a_finding_that_is_taken_out_leaves_the_thread(norr, finding, astrid):
    services.remove_finding(finding=finding, version=finding.version, by=astrid)
    assert fragment(norr) == Fragment()


def test_a_finding_of_the_edition_in_force_stays_and_leads_to_the_edition(
    norr, finding, picture, scale, astrid, bo
):
    decide(picture, scale, norr.city_area, astrid, bo)
    services.remove_finding(finding=finding, version=finding.version, by=astrid)
    (knot,) = nodes(fragment(norr), Stage.FINDING)
    assert knot.url == "/par/exempelstaden-norr/lagesbild/utgavor/1/"


def test_a_finding_that_a_problem_refers_to_stays(norr, finding, astrid):
    problem_picture = apps.get_model("problem", "ProblemPicture")  # a later step: known by its name only
    problem = problem_picture.objects.create(
        pair=norr, title="Bråk", kind="violence", area=norr.city_area, since="2024", affected="Boende", added_by=astrid,
        added_at=now(),
    )  # fmt: skip
    problem.findings.add(finding)
    services.remove_finding(finding=finding, version=finding.version, by=astrid)
    assert [node.key for node in nodes(fragment(norr), Stage.FINDING)] == [f"finding:{finding.pk}"]


def test_a_finding_without_a_figure_is_a_break(norr, finding):
    Finding.objects.filter(pk=finding.pk).update(figures=[])
    (one,) = breaks(Thread.of([fragment(norr)]))
    assert (one.need.code, one.need.lack) == ("finding-without-figure", "Inget tal")
    assert "vilar inte på något tal" in one.need.sentence


def test_three_questions_are_enough_however_many_the_findings(
    norr, finding, picture, astrid, django_assert_max_num_queries
):
    shared_finding(
        picture=picture,
        statement="Och en till",
        doubt="Säkert.",
        figures=list(figures_by_reference(norr))[:1],
        by=astrid,
    )
    with django_assert_max_num_queries(3):
        assert len(nodes(fragment(norr), Stage.FINDING)) == 2
