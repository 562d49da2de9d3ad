"""The medborgarlöfte as a joint matter: its text, its checks, and what the next version begins with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.agreements import checks_promises as checks
from samsyn.agreements.contents_promises import contents, texts
from samsyn.agreements.models import CitizenPromise, Commitment
from samsyn.people.models import Member
from samsyn.records import foureyes
from samsyn.records.checks import Check
from samsyn.records.joint.copying import copy_rows
from samsyn.records.joint.kinds import Contents, Kind, Text
from samsyn.records.joint.services import subject
from samsyn.records.joint.workflow import JointState


class CitizenPromiseText(Kind[CitizenPromise]):
    code = "medborgarlofte"
    step = 0
    is_versioned = True
    name = _("medborgarlöfte")
    model = CitizenPromise

    def title(self, row: CitizenPromise) -> str:
        return row.title

    def contents(self, row: CitizenPromise) -> dict[str, Any]:
        return contents(row)

    def texts(self, contents: Contents) -> list[Text]:
        return texts(contents)

    def checks(self, row: CitizenPromise) -> list[Check]:
        return checks.run(row)

    def fields(self, row: CitizenPromise) -> dict[str, Any]:
        """The next version says the same until somebody changes it; it is published anew when it is decided."""
        return {
            "title": row.title,
            "text": row.text,
            "agreement": row.agreement,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
        }

    def after_decision(self, row: CitizenPromise, *, by: Member) -> None:
        """A proposal to publish the earlier text ends: another text takes its place."""
        earlier = CitizenPromise.objects.filter(key=row.key).exclude(pk=row.pk).select_related("pair__city")
        for one in earlier.filter(published_at=None, state=JointState.SUPERSEDED):
            foureyes.end(subject(one), foureyes.PUBLISH, by=by)

    def copy_pieces(self, old: CitizenPromise, new: CitizenPromise) -> None:
        """Copy the commitments, keys and all, so that what is reported of them follows."""
        copy_rows(Commitment.objects.filter(promise=old).standing(), promise=new)
