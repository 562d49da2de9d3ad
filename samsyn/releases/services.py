"""Releasing to the other authority, and taking back what nobody has decided on yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.releases import grounds
from samsyn.releases.kinds import Kind, held_by, kind_of, lock_holders
from samsyn.releases.models import Release, Scope
from samsyn.secrecy import rules
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError


@transaction.atomic
def release(
    pair: AreaPair, references: Sequence[str], *, scope: str, reason: str, legal_ground: str, by: Member
) -> list[Release]:
    """Release one's own authority's rows to the other, all or none, and log each.

    references  "model:id" as `queries.Item.reference` gives them

    Raises UserError when the member may not write here, a row is not hers or is released already, or reason and
    ground are missing.
    """
    _must_write(by, pair)
    if not references:
        raise UserError(_("Ingenting släpptes. Du har inte valt någon text. Kryssa för det som ska släppas."))
    return [
        release_row(
            *_locked(pair, one, by=by),
            pair=pair,
            scope=scope,
            reason=reason,
            legal_ground=legal_ground,
            by=by,
        )
        for one in dict.fromkeys(references)
    ]


def release_row(
    kind: Kind, row: Any, *, pair: AreaPair | None, scope: str, reason: str, legal_ground: str, by: Member
) -> Release:
    """Release one row that the caller has locked, of a member whose right the caller has checked, and log it.

    What is released already can be released anew with more. Where its kind has scopes of its own, also with less: the
    release that held then ends.
    """
    reason, ground = reason.strip(), grounds.every().get(legal_ground)
    if not reason:
        raise UserError(
            _("Ingenting släpptes. Det saknas ett skäl. Skriv varför den andra parten behöver se texten.")
        )
    if ground is None or by.party not in ground.parties:
        raise UserError(
            _(
                "Ingenting släpptes. Den rättsliga grunden saknas eller gäller inte din myndighet. Välj en i listan."
            )
        )
    known = {code: one.sentence for code, one in grounds.every().items() if by.party in one.parties}
    rules.must_release(row, ground.code, heading=kind.heading(row), known=known)
    scope = _scope(kind, row, scope)
    if lacks := kind.lacking(row, scope):
        raise UserError(_("Ingenting släpptes. %(lacks)s") % {"lacks": lacks})
    pair = None if kind.is_of_city else pair
    if row.shared and kind.scopes:
        _end(kind, row, pair, reason=reason, by=by)
    return _release(pair, kind, row, scope=scope, reason=reason, ground=ground.code, by=by)


def _scope(kind: Kind, row: Any, scope: str) -> str:
    """Return the scope of a release of the row, or raise UserError when it stands already."""
    if kind.scopes:
        known, is_same = scope in dict(kind.scopes), row.shared == scope
    else:
        scope = scope if kind.has_figures else Scope.WHOLE
        known, is_same = scope in Scope.values, row.shared in {scope, Scope.WHOLE}
    if not known:
        raise UserError(
            _(
                "Ingenting släpptes. Det är inte valt hur mycket den andra parten ska se. Välj ett av sätten i listan."
            )
        )
    if is_same:
        raise UserError(
            _("Ingenting släpptes. ”%(text)s” är redan släppt. Ladda om sidan och se vad som är kvar.")
            % {"text": kind.heading(row)}
        )
    return scope


def _must_write(by: Member, pair: AreaPair) -> None:
    if not access.may_write(by, pair):
        raise UserError(
            _(
                "Ingenting ändrades. Du får läsa här men inte släppa något för din myndighet. "
                "Be den som samordnar området att göra det."
            )
        )


def _locked(pair: AreaPair, reference: str, *, by: Member) -> tuple[Kind, Any]:
    """Return the row that a reference names, locked. What is not there and what is not hers are one and the same answer."""
    code, _colon, number = reference.partition(":")
    kind = kind_of(code)
    row = None
    if kind is not None and number.isdecimal():
        mine = kind.standing(pair).filter(**{kind.owner_field: by.party}, pk=int(number))
        row = kind.model.objects.select_for_update().filter(pk__in=mine.values("pk")).first()
    if kind is None or row is None:
        raise UserError(
            _(
                "Ingenting ändrades. En av texterna finns inte längre bland era egna. "
                "Ladda om sidan och välj bland dem som står där."
            )
        )
    if not kind.may_release(by, row):
        raise UserError(
            _(
                "Ingenting ändrades. Du får inte släppa eller ta tillbaka det här för din myndighet. "
                "Be den som samordnar området eller läser in filer att göra det."
            )
        )
    return kind, row


def _release(
    pair: AreaPair | None, kind: Kind, row: Any, *, scope: str, reason: str, ground: str, by: Member
) -> Release:
    row.shared = scope
    row.save(update_fields=["shared"])
    made = Release.objects.create(
        subject_type=kind.code,
        subject_id=row.pk,
        pair=pair,
        party=by.party,
        scope=scope,
        reason=reason,
        legal_ground=ground,
        by=by,
        released_at=now(),
    )
    pair_id = pair.pk if pair else None
    record(Event.RELEASED, row, by=by, pair_id=pair_id, release=made.pk, scope=str(scope), ground=ground)
    return made


@transaction.atomic
def withdraw(pair: AreaPair, reference: str, *, reason: str, by: Member) -> None:
    """Take back a row that is still a draft, so that the other no longer sees it, and log it.

    What stands in a text that both have before them, or have decided, cannot be taken back.
    """
    _must_write(by, pair)
    if (known := kind_of(reference.partition(":")[0])) is not None:
        lock_holders(known.code, pair.city if known.is_of_city else pair)
    kind, row = _locked(pair, reference, by=by)
    withdraw_row(kind, row, pair=pair, reason=reason, by=by)


def withdraw_row(kind: Kind, row: Any, *, pair: AreaPair | None, reason: str, by: Member) -> None:
    """Take back one row that the caller has locked, of a member whose right the caller has checked, and log it."""
    reason, pair = reason.strip(), None if kind.is_of_city else pair
    what = {"what": _("Texten") if kind.group == "text" else _("Datamängden")}
    if not row.shared:
        raise UserError(
            _("Ingenting ändrades. %(what)s är inte släppt. Ladda om sidan och se vad som gäller.") % what
        )
    if not reason:
        raise UserError(
            _("%(what)s är fortfarande släppt. Det saknas ett skäl. Skriv varför ni tar tillbaka den.") % what
        )
    if held := held_by(kind, row, pair):
        raise UserError(
            _("%(what)s är fortfarande släppt. %(held)s Begär ändring av den texten i stället.")
            % {**what, "held": held}
        )
    row.shared = ""
    row.save(update_fields=["shared"])
    _end(kind, row, pair, reason=reason, by=by)
    kind.withdrawn(row, pair, by)


def _end(kind: Kind, row: Any, pair: AreaPair | None, *, reason: str, by: Member) -> None:
    """End the releases of the row that hold, and log each."""
    pair_id = pair.pk if pair else None
    standing = list(Release.objects.filter(subject_type=kind.code, subject_id=row.pk, withdrawn_at=None))
    for one in standing:
        one.withdrawn_by, one.withdrawn_at, one.withdrawn_reason = by, now(), reason
        one.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
        record(Event.RELEASE_WITHDRAWN, row, by=by, pair_id=pair_id, release=one.pk)
    if not standing:  # shared before releases were kept
        record(Event.RELEASE_WITHDRAWN, row, by=by, pair_id=pair_id)
