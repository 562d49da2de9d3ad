"""One authority's own decision as an accessible PDF: the facts of förvaltningslagen (2017:900) 31 §, and what verifies it.

It is laid out as an edition is, from plain data.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.heads import decided_head
from samsyn.audit.services import record
from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair
from samsyn.records.addresses import address_of
from samsyn.records.models import Approval, Decision
from samsyn.records.own import OwnRecord
from samsyn.records.signatures import Signed
from samsyn.records.verdicts import Verdict, verify
from samsyn.reports.edition_content import (
    Block,
    class_foot,
    clean,
    head_facts,
    head_foot,
    heading,
    table,
    text,
)
from samsyn.reports.registry import DECISION_RECORD
from samsyn.reports.services import Document
from samsyn.secrecy.classes import INTERNAL, OPEN, every
from samsyn.secrecy.kinds import kind_of
from samsyn.secrecy.queries import class_of
from samsyn.secrecy.rules import Masker
from samsyn.ui.templatetags.numbers import checksum, moment


def record_of(decision: Decision, pair: AreaPair, party: str) -> OwnRecord | None:
    """Return the party's own decision, or None when it has not approved what was decided."""
    row = (
        Approval.objects.filter(
            subject_type=decision.subject_type,
            subject_id=decision.subject_id,
            checksum=decision.checksum,
            party=party,
            voided_at=None,
        )
        .select_related("by__organisation")
        .first()
    )
    if row is None:
        return None
    return OwnRecord(row, decision.title, decision.checksum, address_of(decision, pair), decision)


def export_record(
    *, own: OwnRecord, decision: Decision, pair: AreaPair, language: str, by: Member
) -> Document:
    """Return the party's decision as a document in a language, and log that it was taken out."""
    made = document_of(own, decision, pair, language=language)
    record(
        Event.DECISION_RECORD_EXPORTED,
        decision,
        by=by,
        pair_id=pair.pk,
        checksum=decision.checksum,
        of=own.party,
        report=DECISION_RECORD.key,
        language=language[:2],
    )
    return made


def document_of(own: OwnRecord, decision: Decision, pair: AreaPair, *, language: str) -> Document:
    """Return the party's decision as a document. Frame words are in the language; what people wrote stays as written."""
    with translation.override(language):
        made = DECISION_RECORD.make(content_of(own, decision, pair))
    party = "staden" if own.party == Party.CITY else "polisen"
    return Document(f"beslut-{party}-{slugify(pair.slug)}-{decision.pk}.{DECISION_RECORD.suffix}", made)


def content_of(own: OwnRecord, decision: Decision, pair: AreaPair) -> dict[str, Any]:
    """Return what the document says, in the language that is switched on. What may not leave is masked, the decision stays."""
    own, masker = _masked(own, decision)
    found: dict[str, Any] = clean(
        {
            "lang": "sv" if (get_language() or "sv").startswith("sv") else "en",
            "title": f"{own.heading}: {own.title}",
            "author": own.approval.by.organisation.name,
            "made_on": timezone.localtime(own.decided_at).date().isoformat(),
            "mark": _("Exempeldata") if is_invented(own, pair) else "",
            "draft": "",
            "pair": [pair.city_area.name, pair.police_area.name, pair.city.name],
            "lead": own.approval.by.organisation.name,
            "footer": _("%(title)s. Kontrollsumma %(sum)s")
            % {"title": own.title, "sum": checksum(own.checksum)}
            + head_foot(decided_head(decision.subject_type, decision.subject_id))
            + class_foot(masker),
            "words": {"page": _("Sida"), "of": _("av"), "contents": _("Innehåll")},
            "blocks": [*_facts(own), *_reservation(own, masker), *_binding(own, verify(decision))],
        }
    )
    return found


def is_invented(own: OwnRecord, pair: AreaPair) -> bool:
    """Whether the decision is example data."""
    return pair.city.is_example or own.approval.by.is_example


def _facts(own: OwnRecord) -> list[Block]:
    row = own.approval
    facts = [
        [_("Beslutsdag"), moment(own.decided_at)],
        [_("Beslut"), _("%(title)s godkänns.") % {"title": own.title}],
        [_("Textens kontrollsumma"), grouped(own.checksum)],
        *([[_("Texten i Samsyn"), own.url]] if own.url else []),
        [_("Beslutat av"), own.decided_by],
        [_("Föredragande"), row.presented_by or _("ingen angiven")],
        [_("Andra som har deltagit"), row.took_part or _("ingen angiven")],
        [_("Stöd för beslutet"), row.legal_ground or _("inte angivet")],
        [_("Diarienummer"), own.registry_number or _("saknas")],
    ]
    return [
        heading(_("Beslutet")),
        table(_("Uppgifter om beslutet"), [_("Uppgift"), _("Innehåll")], facts, widths=[1, 3]),
        text(
            _("31 § förvaltningslagen (2017:900) säger vad som ska framgå av ett skriftligt beslut."),
            "source",
        ),
    ]


def _masked(own: OwnRecord, decision: Decision) -> tuple[OwnRecord, Masker]:
    """Return the decision without its title when what was decided may not leave, and what the foot must say."""
    kind = kind_of(decision.subject_type)
    row = kind.find(decision.subject_id) if kind else None
    found = class_of(row) if row is not None else every()[OPEN]
    masker = Masker(found if found.export else every()[INTERNAL])
    if not found.export:
        masker.masked.append(found)
        own = replace(own, title=found.mask)
    return own, masker


def _reservation(own: OwnRecord, masker: Masker) -> list[Block]:
    if not own.approval.reservation:
        return []
    words = masker.masked[0].mask if masker.masked else own.approval.reservation
    return [heading(_("Reservation")), text(words)]


def _binding(own: OwnRecord, verdict: Verdict) -> list[Block]:
    """How the decision is signed, when both had decided, and whether it still is what they signed."""
    facts = [
        [_("Underskrift"), signed_words(verdict.signed.get(own.party))],
        *([[_("Nyckel"), grouped(own.approval.key)]] if own.approval.key else []),
        [_("Beslutat av båda parter"), moment(verdict.decision.decided_at)],
        *head_facts(decided_head(verdict.decision.subject_type, verdict.decision.subject_id)),
    ]
    wrong = [text(" ".join(one.sentence for one in verdict.problems))] if verdict.problems else []
    return [
        heading(_("Underskriften")),
        table(_("Vad som binder beslutet"), [_("Uppgift"), _("Innehåll")], facts, widths=[1, 3]),
        *wrong,
    ]


def signed_words(how: Signed | None) -> str:
    """Return in words how an approval is signed."""
    return {
        Signed.GOOD: _("Underskriften stämmer. Den är gjord med partens nyckel."),
        Signed.BEFORE: _("Godkänd före underskrifterna infördes."),
        Signed.NO_KEY: _("Nyckeln till underskriften saknas. Det går inte att säga om den stämmer."),
    }.get(how or Signed.WRONG, _("Underskriften stämmer inte. Lita inte på beslutet."))


def grouped(digits: str) -> str:
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
