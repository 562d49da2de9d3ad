"""A frozen agreement as people read it, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from samsyn.agreements.models import AgreementKind, TargetKind
from samsyn.people.models import Office
from samsyn.records.joint.kinds import Contents, Text
from samsyn.ui.templatetags.numbers import day

Frozen = Mapping[str, Any]


def texts(contents: Contents) -> list[Text]:
    """Return the parties with the period, each clause under its own heading, and who signs."""
    return [
        Text("ingress", _("Parter och period"), ingress(contents)),
        *(
            Text(f"clause:{one['key']}", f"{one['number']} {one['heading']}", _clause(one))
            for one in contents["clauses"]
        ),
        Text("signed-by", _("Undertecknas av"), _signers(contents)),
    ]


def ingress(contents: Contents) -> str:
    """Return who agrees, for how long, and what it rests on and replaces."""
    parties = contents["parties"]
    lines = [
        _("%(kind)s mellan %(city)s och %(police)s.")
        % {"kind": str(AgreementKind(contents["agreement"]).label).capitalize(), **parties},
        _("Gäller %(period)s.") % {"period": period_words(contents["period"])},
    ]
    for name, said in (("rests_on", _("Vilar på")), ("replaces", _("Ersätter"))):
        if contents[name]:
            other = contents[name]
            lines.append(
                _("%(said)s ”%(title)s”, %(period)s.")
                % {"said": said, "title": other["title"], "period": period_words(other)}
            )
    if contents["problem"]:
        lines.append(_("Avtalet gäller problemet ”%(title)s”.") % {"title": contents["problem"]["title"]})
    return "\n".join(lines)


def period_words(period: Frozen) -> str:
    """Return "1 januari 2026 till och med 31 december 2027"; `end` is the day after the last."""
    if not period["first"] or not period["end"]:
        return _("en period som inte är bestämd")
    last = date.fromisoformat(period["end"]) - timedelta(days=1)
    return _("%(first)s till och med %(last)s") % {
        "first": day(date.fromisoformat(period["first"])),
        "last": day(last),
    }


def _clause(clause: Frozen) -> str:
    lines = [clause["text"] or _("Punkten har ingen text än.")]
    lines += [
        _("Pekar på %(kind)s: %(title)s") % {"kind": TargetKind(one["kind"]).label, "title": one["title"]}
        for one in clause["points_at"]
    ]
    return "\n".join(lines)


def _signers(contents: Contents) -> str:
    return "\n".join(
        f"{contents['parties'][party]}: {Office(office).label}"
        for party, office in contents["signed_by"].items()
    )
