"""What the pages of step 2 share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from samsyn.people.models import Member
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.steps.problem.models import ProblemPicture


def frame(pair: AreaPair) -> dict[str, Any]:
    """Return what every page of the pair needs of its frame."""
    return {"pair": pair, "room": "pair", "is_example": pair.city.is_example}


def framed(picture: ProblemPicture, **more: Any) -> dict[str, Any]:
    """Return the frame of a page that belongs to one problem."""
    return {**frame(picture.pair), "picture": picture, **more}


def back_to(picture: ProblemPicture, part: str = "") -> HttpResponseRedirect:
    """Redirect to a problem's page, at the part that was changed."""
    return redirect(picture.get_absolute_url() + (f"#{part}" if part else ""))


def party_of(request: MemberRequest) -> str:
    """Return the party that the signed-in person answers for: "city", "police" or another."""
    member: Member = request.user
    return str(member.party)


def thread_url(picture: ProblemPicture) -> str:
    """Return the address of Röda tråden around the problem."""
    return reverse("chain:around", args=[picture.pair.slug, f"problem:{picture.key}"])
