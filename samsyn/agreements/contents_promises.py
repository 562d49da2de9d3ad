"""What both parties decide of a medborgarlöfte, as plain values, and how people read it. No clock in what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samsyn.agreements.models import CitizenPromise, Commitment
from samsyn.agreements.queries.promises import promise_shown
from samsyn.records.joint.kinds import Contents, Text
from samsyn.steps.activity.models import Activity
from samsyn.steps.activity.wording import promise as promised
from samsyn.steps.activity.wording import span


def contents(promise: CitizenPromise) -> dict[str, Any]:
    """Return the whole promise: words, period, the agreement that it rests on, and each commitment."""
    agreement = promise.agreement
    return {
        "pair": promise.pair.slug,
        "title": promise.title,
        "text": promise.text,
        "period": {
            "start": promise.valid_from.isoformat() if promise.valid_from else None,
            "end": promise.valid_to.isoformat() if promise.valid_to else None,
        },
        "agreement": {"key": str(agreement.key), "title": agreement.title} if agreement else None,
        "commitments": [_commitment(one.commitment, one.activity) for one in promise_shown(promise).rows],
    }


def _commitment(row: Commitment, activity: Activity | None) -> dict[str, Any]:
    return {
        "key": str(row.key),
        "organisation": row.organisation.name,
        "party": row.organisation.party,
        "what": row.what,
        "number": row.number,
        "unit": row.unit,
        "activity": {"key": str(activity.key), "text": activity.text} if activity else None,
    }


def texts(contents: Contents) -> list[Text]:
    """Return the promise, and each commitment, as one piece of text each."""
    return [
        Text("promise", str(contents["title"]), "\n".join(_promise(contents))),
        *(Text(f"commitment:{one['key']}", str(one["what"]), _said(one)) for one in contents["commitments"]),
    ]


def _promise(contents: Contents) -> list[str]:
    period, agreement = contents["period"], contents["agreement"]
    lines = [str(contents["text"])] if contents["text"] else []
    if period["start"] and period["end"]:
        days = span(date.fromisoformat(period["start"]), date.fromisoformat(period["end"]))
        lines.append(_("Löftet gäller %(span)s.") % {"span": days})
    if agreement:
        lines.append(_("Det vilar på överenskommelsen ”%(title)s”.") % {"title": agreement["title"]})
    return lines


def _said(commitment: Mapping[str, Any]) -> str:
    """Who promises how many, and how what is done will be known."""
    lines = [
        _("%(who)s lovar: %(promised)s.") % {"who": commitment["organisation"], "promised": _many(commitment)}
    ]
    if commitment["activity"]:
        lines.append(
            _("Räknas på aktiviteten ”%(activity)s” i åtgärdsplanen.")
            % {"activity": commitment["activity"]["text"]}
        )
    else:
        lines.append(_("Redovisas för hand."))
    return " ".join(lines)


def _many(commitment: Mapping[str, Any]) -> str:
    if commitment["number"] is None:
        return _("inget antal")
    return promised(commitment["number"], commitment["unit"])
