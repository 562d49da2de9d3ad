"""Opening the running picture of a pair, and the rules that every change of it shares."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from samsyn.people import access
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.steps.situation.models import Finding, Paragraph, SituationPicture
from samsyn.ui.errors import StaleError, UserError


def open_picture(pair: AreaPair) -> SituationPicture:
    """Return the pair's running picture; the first call makes it. An empty picture says nothing, so nothing is logged."""
    picture, _made = SituationPicture.objects.get_or_create(pair=pair)
    picture.pair = pair
    return picture


def must_write(by: Member, picture: SituationPicture) -> None:
    """Raise UserError unless the member may write in the pair for her own party today."""
    if not access.may_write(by, picture.pair):
        raise UserError(
            _(
                "Ingenting sparades. Du får läsa den här lägesbilden men inte skriva i den. "
                "Be den som samordnar området att göra det."
            )
        )


def must_be_own(by: Member, row: Paragraph | Finding) -> None:
    """Raise UserError when the text is the other party's."""
    if row.party != by.party:
        raise UserError(
            _(
                "Ingenting sparades. Texten är skriven av %(party)s och ändras bara därifrån. "
                "Skriv en egen text bredvid om ni ser olika på saken."
            )
            % {"party": row.get_party_display()}
        )


def must_be_current(row: Paragraph | Finding, version: int, *, theirs: str) -> None:
    """Raise StaleError when somebody has saved or removed the row since `version` was read."""
    if row.removed_at is not None:
        raise StaleError(
            _(
                "Din text sparades inte. Någon har tagit bort texten sedan du öppnade den. "
                "Din text står kvar i formuläret: kopiera den och skriv ett nytt stycke."
            ),
            theirs=theirs,
        )
    if row.version != version:
        raise StaleError(
            _(
                "Din text sparades inte. Någon har ändrat texten sedan du öppnade den. "
                "Jämför med texten som gäller nu, ändra din och spara igen."
            ),
            theirs=theirs,
        )


def cleaned(text: str, *, what: str) -> str:
    """Return the text without blanks around it; raise UserError when nothing is left."""
    text = text.strip()
    if not text:
        raise UserError(
            _("Ingenting sparades. %(what)s är tomt. Skriv en text och spara igen.") % {"what": what}
        )
    return text


def renumber(rows: Sequence[Paragraph | Finding]) -> None:
    """Give the rows the positions 1, 2, 3 … in the order of the list."""
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
