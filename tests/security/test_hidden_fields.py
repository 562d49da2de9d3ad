"""Fields that no form shows: another party, somebody else's name, a state, a version. They change nothing."""

from __future__ import annotations

import inspect

import pytest
from django.forms import BaseModelForm
from django.urls import reverse

from samsyn.people.models import Member
from samsyn.records.joint import services as joint
from samsyn.records.models import Approval
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.problem.tests import world as worlds
from samsyn.steps.situation.models import Paragraph
from tests.security.intruder import HOME, NEXT_DOOR, signed_in
from tests.worlds import shared

pytestmark = pytest.mark.one_database


@shared
def world(cast, norr):
    return worlds.build(cast, norr)


def extra(cast, soder):
    """What somebody would like to set."""
    bo = cast["bo"]
    return {
        "party": "police", "by": bo.pk, "by_id": bo.pk, "written_by": bo.pk, "started_by": bo.pk, "member": bo.pk,
        "added_by": bo.pk, "state": "decided", "version": "99", "number": "77", "pair": soder.pk, "pair_id": soder.pk,
        "picture": "1", "is_example": "", "is_active": "", "decided_at": "2020-01-01", "checksum": "0" * 64,
        "key": "00000000-0000-0000-0000-000000000000", "slug": NEXT_DOOR, "city": soder.city_id, "id": "1", "pk": "1",
        "approved_at": "2020-01-01", "capacity": "kung", "released_at": "2020-01-01", "owner": "police",
        "removed_at": "", "organisation": bo.organisation_id, "email": "bo@exempelstaden.example",
        "password": "x", "must_change_password": "", "is_staff": "1", "is_superuser": "1",
    }  # fmt: skip


def test_a_paragraph_is_written_by_the_one_who_is_signed_in(cast, soder):
    said = {**extra(cast, soder), "section": "other", "text": "Ett nytt stycke."}
    answer = signed_in(cast["astrid"]).post(f"/par/{HOME}/lagesbild/stycke/nytt/", said)
    assert answer.status_code == 302
    row = Paragraph.objects.get(text="Ett nytt stycke.")
    assert (row.written_by, row.picture.pair.slug, row.version) == (cast["astrid"], HOME, 1)
    assert row.party == "city" if hasattr(row, "party") else True


def test_a_problem_begins_as_a_draft_in_the_pair_of_the_address(cast, soder, norr):
    said = {**extra(cast, soder), "title": "Nytt problem", "kind": "crime", "area": norr.city_area_id}
    client = signed_in(cast["astrid"])
    page = client.get(reverse("problem:new", args=[HOME])).content.decode()
    said |= _first_choices(page, ("kind", "area"))
    client.post(reverse("problem:new", args=[HOME]), said)
    row = ProblemPicture.objects.get(title="Nytt problem")
    assert (row.pair.slug, row.state, row.number, row.checksum) == (HOME, "draft", 1, "")


def _first_choices(page: str, names: tuple[str, ...]) -> dict[str, str]:
    """The first real choice of each select on the page."""
    import re

    found = {}
    for name in names:
        part = page.split(f'name="{name}"', 1)[1].split("</select>", 1)[0]
        found[name] = next(value for value in re.findall(r'<option value="([^"]+)"', part) if value)
    return found


def test_an_approval_is_for_ones_own_party_in_ones_own_name(world, cast, soder):
    row = joint.send_to_review(world["draft"], by=cast["astrid"])
    said = {**extra(cast, soder), "read_checksum": row.checksum}
    signed_in(cast["astrid"]).post(reverse("records:approve", args=[HOME, "problembild", row.pk]), said)
    made = Approval.objects.get(subject_id=row.pk, subject_type=row._meta.label_lower)
    assert (made.party, made.by, made.checksum) == ("city", cast["astrid"], row.checksum)
    assert made.capacity == "trygghetssamordnare" and made.approved_at.year > 2020
    row.refresh_from_db()
    assert row.state == "review" or row.state == "in-review" or not row.is_closed


def test_ones_own_details_are_name_and_title(cast, soder):
    before = cast["hanna"]
    signed_in(before).post(reverse("home:settings"), {**extra(cast, soder), "name": "Hanna H", "title": "x"})
    after = Member.objects.get(pk=before.pk)
    assert (after.name, after.title) == ("Hanna H", "x")
    for field in ("email", "organisation_id", "is_active", "is_example", "must_change_password", "password"):
        assert getattr(after, field) == getattr(before, field), field


def test_a_parameter_twice_or_in_the_address_is_not_another_way_in(cast):
    """The address's own parameters never stand for a form's, and of two the last is what the form reads."""
    client = signed_in(cast["astrid"])
    address = f"/par/{HOME}/lagesbild/stycke/nytt/"
    assert client.post(f"{address}?section=other&text=Smugglat", {}).status_code == 422
    answer = client.post(address, {"section": ["mapping", "other"], "text": "Två delar."})
    assert answer.status_code == 302 and Paragraph.objects.get(text="Två delar.").section == "other"


def test_no_form_is_made_of_a_model():
    """A form names its own fields, so a field that a model gets later is never open to be set."""
    ours = [form for form in _all_under(BaseModelForm) if form.__module__.startswith("samsyn.")]
    assert ours == []


def _all_under(kind: type) -> list[type]:
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - brings in every view and its forms
    return [
        one for child in kind.__subclasses__() for one in (child, *_all_under(child)) if inspect.isclass(one)
    ]
