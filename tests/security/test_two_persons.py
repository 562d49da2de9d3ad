"""An administrator who gives a member a new password and signs in as her cannot approve in her name."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.people import services as people
from samsyn.records.joint import services as joint
from samsyn.records.models import Approval
from samsyn.steps.problem.tests import world as worlds
from tests.security.intruder import HOME
from tests.worlds import shared

pytestmark = pytest.mark.one_database


@shared
def sent_for_two(cast, norr):
    return joint.send_to_review(worlds.build(cast, norr)["draft"], by=cast["bo"])


def enter(member, password):
    """Sign in with a one-time password, choose another, and set up a second step of one's own making."""
    from allauth.mfa.models import Authenticator

    client, own = Client(), "sju svarta svanar sov"
    client.post(reverse("account_login"), {"login": member.email, "password": password})
    client.post(
        reverse("account_change_password"), {"oldpassword": password, "password1": own, "password2": own}
    )
    Authenticator.objects.create(user=member, type="totp", data={"secret": "A" * 32})
    return client


def test_neither_alone_nor_after_another_s_yes_does_one_approve_as_her(cast, sent_for_two):
    alone = Client()
    alone.force_login(cast["cilla"])
    refused = alone.post(reverse("people:renew_password", args=["exempelstaden", cast["astrid"].pk]))
    assert refused.status_code == 302
    row = people.ask_for_reset(member=cast["astrid"], with_second_step=True, by=cast["cilla"])
    people.confirm_reset(reset=row, by=cast["lena"])
    client = enter(cast["astrid"], people.renew_password(member=cast["astrid"], by=cast["cilla"]))
    assert client.get(f"/par/{HOME}/").status_code == 200
    answer = client.post(
        reverse("records:approve", args=[HOME, "problembild", sent_for_two.pk]),
        {"read_checksum": sent_for_two.checksum},
    )
    assert answer.status_code in {403, 422}
    assert not Approval.objects.filter(subject_id=sent_for_two.pk, by=cast["astrid"]).exists()
