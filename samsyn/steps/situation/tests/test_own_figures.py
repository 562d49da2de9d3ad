"""A lägesbild shows each authority its own figures and the released ones; an edition holds what both see."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse

from samsyn.evidence import services as evidence
from samsyn.evidence.audience import reading_for
from samsyn.evidence.models import Dataset
from samsyn.releases import services as releases
from samsyn.releases.models import Scope
from samsyn.secrecy import services as secrecy
from samsyn.secrecy.access import thing_of
from samsyn.steps.situation import queries, services
from samsyn.steps.situation.queries.figures import figures_by_reference
from samsyn.steps.situation.releasing import _holds_dataset
from samsyn.ui.errors import UserError

PERIOD = {"period_start": date(2025, 1, 1), "period_end": date(2026, 1, 1)}
SAID = {"reason": "Behövs i den gemensamma bilden.", "legal_ground": "not-secret"}


def own(row, shared=""):
    Dataset.objects.filter(pk=row.dataset_id).update(shared=shared)
    return Dataset.objects.get(pk=row.dataset_id)


def mark(row, by, code):
    return secrecy.mark(thing_of(by, row), secrecy=code, reason="Ur vår egen verksamhet.", by=by)


def sees(pair, reader):
    with reading_for(reader):
        return {row.metric for row in queries.indicator_rows(pair)}


def indicators(edition):
    return {row["metric"] for row in json.loads(edition.canonical)["indicators"]}


def test_the_page_and_the_edition_hold_what_each_and_what_both_see(
    norr, picture, population, crimes, astrid, bo, client
):
    dataset = own(crimes)
    assert sees(norr, "city") and not sees(norr, "police")
    page = reverse("situation:picture", args=[norr.slug])
    client.force_login(astrid)
    assert "isshandel" in client.get(page).content.decode()
    client.force_login(bo)
    assert "isshandel" not in client.get(page).content.decode()
    edition = services.cut_edition(picture=picture, by=astrid, **PERIOD)
    assert not indicators(edition)
    evidence.release_dataset(dataset=dataset, scope="areas", by=astrid, **SAID)
    edition = services.recut(edition=edition, by=astrid)
    assert indicators(edition) == sees(norr, "police") == sees(norr, "city")
    assert "isshandel" in client.get(page).content.decode()
    evidence.withdraw_dataset(dataset=dataset, reason="Fel.", by=astrid)  # a draft is made anew
    edition.refresh_from_db()
    assert not indicators(edition) and "isshandel" not in client.get(page).content.decode()


def test_a_finding_needs_its_dataset_released_and_loses_its_figures_with_it(
    norr, picture, population, crimes, astrid, bo
):
    dataset = own(crimes)
    with reading_for("city"):
        chosen = [one for one in figures_by_reference(norr) if not one.startswith("population")][:1]
    with pytest.raises(UserError, match="gäller inte längre"):
        services.add_finding(picture=picture, statement="Nej", doubt="Nej", figures=chosen, by=bo)
    finding = services.add_finding(
        picture=picture, statement="Fler", doubt="Osäkert", figures=chosen, by=astrid
    )
    reference = f"situation.finding:{finding.pk}"
    with pytest.raises(UserError, match="datamängd som inte är släppt"):
        releases.release(norr, [reference], scope=Scope.WHOLE, by=astrid, **SAID)
    evidence.release_dataset(dataset=dataset, scope="areas", by=astrid, **SAID)
    releases.release(norr, [reference], scope=Scope.WHOLE, by=astrid, **SAID)
    (shown,) = queries.findings(picture, "police")
    assert shown.figures
    evidence.withdraw_dataset(dataset=dataset, reason="Fel.", by=astrid)
    (shown,), (ours,) = queries.findings(picture, "police"), queries.findings(picture, "city")
    assert not shown.figures and ours.figures
    edition = services.cut_edition(picture=picture, by=bo, **PERIOD)
    assert json.loads(edition.canonical)["findings"][0]["figures"] == []


def test_an_edition_on_review_holds_its_datasets_but_not_their_rows(
    norr, picture, population, crimes, astrid
):
    dataset = own(crimes, "whole")
    edition = services.cut_edition(picture=picture, by=astrid, **PERIOD)
    assert _holds_dataset(dataset, None) == ""
    type(edition).objects.filter(pk=edition.pk).update(state="in-review")
    with pytest.raises(UserError, match="vilar på den"):
        evidence.withdraw_dataset(dataset=dataset, reason="Fel.", by=astrid)
    evidence.release_dataset(dataset=dataset, scope="areas", by=astrid, **SAID)
    assert Dataset.objects.get(pk=dataset.pk).shared == "areas"


def test_a_dataset_that_an_edition_holds_can_still_be_marked(
    norr, picture, population, crimes, cilla, astrid
):
    """It cannot be taken back: the class then keeps it out of documents."""
    dataset = own(crimes)
    evidence.release_dataset(dataset=dataset, scope="areas", by=cilla, **SAID)
    mark(dataset, cilla, "internal")  # the ground allows it
    with pytest.raises(UserError, match="Ta tillbaka den först"):
        mark(dataset, cilla, "city-individuals")
    edition = services.cut_edition(picture=picture, by=astrid, **PERIOD)
    type(edition).objects.filter(pk=edition.pk).update(state="in-review")
    assert mark(dataset, cilla, "city-individuals").secrecy == "city-individuals"
