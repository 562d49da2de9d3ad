"""A problem picture is a text of both: it shows figures that both see, whatever a finding has taken up since."""

from __future__ import annotations

from django.urls import reverse

from samsyn.evidence.audience import reading_for
from samsyn.evidence.models import Dataset
from samsyn.releases import services as releases
from samsyn.steps.problem.contents import contents
from samsyn.steps.problem.queries import tree
from samsyn.steps.problem.tests import world
from samsyn.steps.situation import services
from samsyn.steps.situation.queries.figures import figures_by_reference
from samsyn.steps.situation.tests import conftest as situation

_nothing_kept = situation._nothing_kept
crimes, population, read_in = situation.crimes, situation.population, situation.read_in


def test_a_figure_that_is_added_later_and_not_released_shows_on_no_problem(
    client, norr, population, crimes, astrid, bo
):
    Dataset.objects.filter(pk=crimes.dataset_id).update(owner="police", shared="")
    with reading_for("police"):
        known = sorted(figures_by_reference(norr), key=lambda one: not one.startswith("population"))
    shown, secret = known[0], known[-1]
    picture = services.open_picture(norr)
    finding = services.add_finding(picture=picture, statement="Fler", doubt="Nej", figures=[shown], by=bo)
    releases.release(
        norr, [f"situation.finding:{finding.pk}"], scope="whole", reason="x", legal_ground="not-secret", by=bo
    )
    problem = world.add_problem(norr, astrid, "Problemet", findings=[finding])
    finding.refresh_from_db()
    services.change_finding(
        finding=finding,
        version=finding.version,
        statement="Fler",
        doubt="Nej",
        figures=[shown, secret],
        by=bo,
    )
    client.force_login(astrid)
    page = client.get(reverse("problem:picture", args=[norr.slug, problem.pk])).content.decode()
    assert f"/ursprung/{population.pk}/" in page and f"/ursprung/{crimes.pk}/" not in page
    (frozen,) = contents(tree(problem))["findings"]
    assert [one["import"] for one in frozen["figures"]] == [population.pk]
