"""Giving an object its secrecy class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.secrecy import classes
from samsyn.secrecy.access import Thing, thing_of
from samsyn.secrecy.classes import SecrecyClass
from samsyn.secrecy.models import Marking
from samsyn.secrecy.queries import class_of
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

Hinder = Callable[[Thing, SecrecyClass], str]
_hinders: list[Hinder] = []


def register_hinder(hinder: Hinder) -> None:
    """Add what may speak against a class: it returns the rest of the sentence, or "" when it has nothing to say."""
    _hinders.append(hinder)


@transaction.atomic
def mark(thing: Thing, *, secrecy: str, reason: str, by: Member) -> Marking:
    """Give the object a class, by its paragraph and with a reason, and log it.

    Raises UserError when the member may not mark it, the class is the other authority's, or the reason is missing.
    """
    held = _locked(thing.row)
    known = thing_of(by, held) if held is not None else None
    if known is None or not known.may_mark:
        raise UserError(
            _(
                "Märkningen ändrades inte. Du får läsa här men inte märka för din myndighet. "
                "Be den som samordnar området att göra det."
            )
        )
    found, before, reason = classes.every().get(secrecy), class_of(known.row), reason.strip()
    if found is None or by.party not in found.parties:
        raise UserError(
            _("Märkningen ändrades inte. Klassen finns inte för din myndighet. Välj en av dem i listan.")
        )
    _must_be_free(known, found, before, by=by)
    if not reason:
        raise UserError(
            _("Märkningen ändrades inte. Det saknas ett skäl. Skriv kort varför klassen är rätt.")
        )
    made = Marking.objects.create(
        subject_type=known.kind.code,
        subject=known.subject,
        secrecy=found.code,
        law=found.law_sv,
        reason=reason,
        party=by.party,
        set_by=by,
        set_at=now(),
    )
    pair = known.pair.pk if known.pair else None
    record(
        Event.SECRECY_SET,
        known.row,
        by=by,
        pair_id=pair,
        before=before.code,
        secrecy=found.code,
        mark=made.pk,
    )
    return made


def _locked(row: Any) -> Any:
    """Return the row as it is now, held: whoever releases or marks it meanwhile comes after. None when it is gone."""
    return type(row)._default_manager.select_for_update(no_key=True).filter(pk=row.pk).first()


def _must_be_free(thing: Thing, found: SecrecyClass, before: SecrecyClass, *, by: Member) -> None:
    if found.code == before.code:
        raise UserError(
            _("Ingenting ändrades. Objektet är redan märkt ”%(name)s”. Välj en annan klass.")
            % {"name": before.name}
        )
    if by.party not in before.parties:
        raise UserError(
            _(
                "Märkningen ändrades inte. Den andra parten har märkt det här ”%(name)s”. "
                "Be den andra parten att ta bort märkningen."
            )
            % {"name": before.name}
        )
    for hinder in _hinders:
        if said := hinder(thing, found):
            raise UserError(_("Märkningen ändrades inte. %(said)s") % {"said": said})
