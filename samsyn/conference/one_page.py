"""The picture of one area on one page, of the same shape for all, from what both parties have decided and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.agreements.models import CitizenPromise
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.secrecy.rules import Masker
from samsyn.steps.activity.models import ActionPlan
from samsyn.steps.activity.queries.plans import actions_of, decided_plans
from samsyn.steps.problem.models import ProblemPicture, Weight
from samsyn.steps.situation.masking import masked
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.reading import IndicatorRow, LevelRow, Reading, SafetyBlock, read
from samsyn.steps.situation.reading.shown import FindingRow, SafetyRow
from samsyn.steps.situation.services.editions import parsed
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.clock import today
from samsyn.ui.templatetags.numbers import day

MOST_FINDINGS = 3
MOST_PROBLEMS = 4


@dataclass(frozen=True)
class OnePage:
    """One area. Without a decided edition there is nothing to show, and `edition` is None.

    safety    what residents answer for the whole area, with the question; None when the edition has no survey
    recorded  the first measure of the edition, what is recorded; None when it has none
    problems  decided and chosen
    work      the plan and the promises, one line each
    """

    pair: AreaPair
    edition: Edition | None = None
    reading: Reading | None = None
    problems: tuple[str, ...] = ()
    work: tuple[str, ...] = ()

    @property
    def is_decided(self) -> bool:
        return self.edition is not None

    @property
    def levels(self) -> tuple[LevelRow, ...]:
        return self.reading.levels if self.reading is not None else ()

    @property
    def whole(self) -> LevelRow | None:
        """The level of the area as a whole, None when nobody has judged it."""
        return next((row for row in self.levels if row.number == 0), None)

    @property
    def parts(self) -> tuple[LevelRow, ...]:
        return tuple(row for row in self.levels if row.number)

    @property
    def findings(self) -> tuple[FindingRow, ...]:
        return self.reading.findings[:MOST_FINDINGS] if self.reading is not None else ()

    @property
    def survey(self) -> SafetyBlock | None:
        return self.reading.safety[0] if self.reading is not None and self.reading.safety else None

    @property
    def safety(self) -> SafetyRow | None:
        if self.survey is None:
            return None
        return next((row for row in self.survey.rows if row.is_whole), None)

    @property
    def recorded(self) -> IndicatorRow | None:
        return self.reading.indicators[0] if self.reading is not None and self.reading.indicators else None

    @property
    def source(self) -> str:
        """Which edition it is, when it was decided and what it rests on."""
        if self.edition is None or self.reading is None:
            return ""
        origins = ". ".join(dict.fromkeys(row.title for row in self.reading.sources))
        said = _("Lägesbild %(pair)s, utgåva %(number)s, beslutad %(day)s.") % {
            "pair": self.pair.name,
            "number": self.edition.number,
            "day": day(self.edition.decided_at),
        }
        return f"{said} {_('Källor:')} {origins}." if origins else said


def one_page(pair: AreaPair, masker: Masker | None = None) -> OnePage:
    """Return the picture of a pair as both parties have decided it; with a masker, as it may leave the program."""
    edition = decided_edition(pair)
    if edition is None:
        return OnePage(pair)
    contents = parsed(edition)
    if masker is not None:
        contents, own = masked(edition, contents)
        masker.take(own)
    problems = ProblemPicture.objects.filter(pair=pair, state=JointState.DECIDED, weight=Weight.CHOSEN)
    rows = list(problems.order_by("pk").only("key", "title")[:MOST_PROBLEMS])
    shut = masker.closed("problem.problempicture", [str(row.key) for row in rows]) if masker else {}
    return OnePage(
        pair,
        edition,
        read(contents),
        tuple(shut.get(str(row.key), row.title) for row in rows),
        tuple(line for line in (_plan(pair, masker), _promises(pair, masker)) if line),
    )


def decided_edition(pair: AreaPair) -> Edition | None:
    """Return the pair's edition in force, or None."""
    rows = Edition.objects.filter(picture__pair=pair, state=EditionState.DECIDED)
    return rows.select_related("picture__pair__city").order_by("-number").first()


def _titles(code: str, rows: Iterable[ActionPlan | CitizenPromise], masker: Masker | None) -> list[str]:
    """Return the titles of rows; with a masker, what is written instead of those that may not leave the program."""
    known = list(rows)
    shut = masker.closed(code, [str(row.key) for row in known]) if masker else {}
    return [shut.get(str(row.key), row.title) for row in known]


def _plan(pair: AreaPair, masker: Masker | None) -> str:
    under_way = [plan for plan in decided_plans(pair) if plan.is_under_way(today())]
    if not under_way:
        return ""
    plan = under_way[0]
    count = len(actions_of([plan]))
    return ngettext(
        "%(title)s: en åtgärd, till och med %(day)s.",
        "%(title)s: %(count)s åtgärder, till och med %(day)s.",
        count,
    ) % {
        "title": _titles("activity.actionplan", [plan], masker)[0],
        "count": count,
        "day": day(plan.last_day),
    }


def _promises(pair: AreaPair, masker: Masker | None) -> str:
    """Return the promises to the residents that hold today."""
    on = today()
    rows = CitizenPromise.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on), pair=pair, state=JointState.DECIDED, valid_from__lte=on
    )
    standing = rows.order_by("valid_from", "pk").only("key", "title")
    titles = _titles("agreements.citizenpromise", standing, masker)
    if not titles:
        return ""
    return _("Medborgarlöften som gäller: %(titles)s.") % {"titles": ", ".join(titles)}
