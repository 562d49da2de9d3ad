"""What the pages of step 2 show, made of rows: who has the ball, the state in words, reasons with their figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samsyn.judging.rules import seen_by
from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair
from samsyn.records.joint.queries import Matter, contents_of, matters
from samsyn.records.joint.workflow import JointState
from samsyn.steps.problem import checks
from samsyn.steps.problem.branches import branches
from samsyn.steps.problem.drawing import cause_tree
from samsyn.steps.problem.forms import CertaintyForm
from samsyn.steps.problem.kinds import ProblemKind
from samsyn.steps.problem.models import Cause, Certainty, Evidence, ProblemPicture, Weight
from samsyn.steps.problem.queries import FAR_APART, CauseShown, Tree, pictures, tree
from samsyn.steps.situation.models import Finding
from samsyn.steps.situation.queries.texts import FigureShown, figure_shown
from samsyn.ui.templatetags.numbers import day

BOTH = (Party.CITY.value, Party.POLICE.value)


@dataclass(frozen=True)
class Ball:
    """Who is to do what now: the sign of the party ("" when nobody), and the sentence."""

    party: str
    sentence: str


@dataclass(frozen=True)
class Listed:
    """A problem in the list: how many causes, how many of them the parties see differently, and who has the ball."""

    picture: ProblemPicture
    causes: int
    disputed: int
    ball: Ball


def listed(pair: AreaPair, reader: str) -> list[Listed]:
    """Return the pair's problems as the list shows them to a reader of the party, oldest first."""
    rows = pictures(pair)
    by_pk = {matter.pk: matter for matter in matters(pair, codes=[ProblemKind.code])}
    counts = Counter(Cause.objects.filter(picture__in=rows).standing().values_list("picture_id", flat=True))
    answers = _answers(rows, reader)
    return [
        Listed(
            picture=row,
            causes=counts[row.pk],
            disputed=sum(1 for said in answers[row.pk].values() if _is_far_apart(said)),
            ball=ball(row, by_pk.get(row.pk), _silent(counts[row.pk], answers[row.pk].values())),
        )
        for row in rows
    ]


def _answers(rows: Iterable[ProblemPicture], reader: str) -> dict[int, dict[int, dict[str, int]]]:
    """Return how sure each party is, by picture and cause: what the reader may know of."""
    found: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    every = Certainty.objects.filter(cause__picture__in=list(rows), cause__removed_at=None)
    said = seen_by(every, reader, of=("cause",))
    for picture, cause, party, sureness in said.values_list(
        "cause__picture_id", "cause_id", "party", "sureness"
    ):
        found[picture][cause][party] = sureness
    return found


def _is_far_apart(said: Mapping[str, int]) -> bool:
    return len(said) == len(BOTH) and abs(said["city"] - said["police"]) >= FAR_APART


def _silent(causes: int, answers: Iterable[Mapping[str, int]]) -> list[str]:
    """Return the parties that have not answered for every cause."""
    said = Counter(party for answer in answers for party in answer)
    return [party for party in BOTH if said[party] < causes]


def ball(row: ProblemPicture, matter: Matter | None, silent: list[str]) -> Ball:
    """Return who has the ball: to complete the draft, to say how sure they are, or to approve."""
    if row.state == JointState.IN_REVIEW:
        return Ball(*_approving([str(party) for party in matter.lacks] if matter else list(BOTH)))
    if row.state == JointState.DRAFT and len(silent) == 1 and row.weight != Weight.SET_ASIDE:
        sentence = {
            "city": _("Staden ska säga hur säker den är på orsakerna."),
            "police": _("Polisen ska säga hur säker den är på orsakerna."),
        }[silent[0]]
        return Ball(silent[0], sentence)
    if row.state == JointState.DRAFT:
        return Ball("both", _("Ni skriver båda på utkastet."))
    return Ball("", _("Ingen behöver göra något nu."))


def _approving(lacks: list[str]) -> tuple[str, str]:
    if len(lacks) != 1:
        return "both", _("Staden och polisen ska läsa och godkänna.")
    words = {
        "city": _("Staden ska läsa och godkänna."),
        "police": _("Polisen ska läsa och godkänna."),
    }
    return lacks[0], words[lacks[0]]


def status_of(row: ProblemPicture) -> str:
    """Return in a few words whether the problem is taken on, for its box in the tree."""
    if row.weight == Weight.NOT_WEIGHED:
        return _("Inte prioriterat än")
    is_chosen = row.weight == Weight.CHOSEN
    if row.is_closed and row.decided_at is not None:
        words = _("Prioriterat av båda, %(day)s") if is_chosen else _("Lagt åt sidan av båda, %(day)s")
        return words % {"day": day(row.decided_at)}
    return _("Prioriterat, inte beslutat än") if is_chosen else _("Lagt åt sidan, inte beslutat än")


@dataclass(frozen=True)
class Reason:
    """What speaks for or against, with the figures that it rests on. `is_own`: the reader's party may remove it."""

    row: Evidence
    figures: tuple[FigureShown, ...]
    is_own: bool


@dataclass(frozen=True)
class CausePart:
    """A cause as its part of the page shows it."""

    shown: CauseShown
    supporting: tuple[Reason, ...]
    opposing: tuple[Reason, ...]
    field: Any = None
    difference: str = ""


@dataclass(frozen=True)
class FindingPart:
    """A finding that shows the problem, as it stands, or as it stood when the problem was decided."""

    statement: str
    url: str
    figures: tuple[FigureShown, ...]


def picture_page(row: ProblemPicture, *, reader: Member, may_write: bool) -> dict[str, Any]:
    """Return what the page of one problem shows.

    may_write  whether the reader may change this version now
    """
    party = str(reader.party)
    shown = tree(row, party)
    leading, loose = branches(shown)
    form = answer_form(shown, party) if may_write else None
    lacking = [check for check in checks.run(shown) if not check.is_met] if row.is_open else []
    found = [one for one in matters(row.pair, codes=[ProblemKind.code]) if one.pk == row.pk]
    silent = [side for side in BOTH if any(side not in cause.certainty for cause in shown.causes)]
    turn = ball(row, found[0] if found else None, silent)
    if row.state == JointState.DRAFT and not lacking:
        turn = Ball("both", _("Utkastet är klart att skicka på granskning."))
    return {
        "tree": shown,
        "drawing": drawn(shown),
        "leading": leading,
        "loose": loose,
        "parts": [_part(cause, party, form) for cause in shown.causes],
        "supporting": _reasons(shown.supporting, party),
        "opposing": _reasons(shown.opposing, party),
        "findings": findings_shown(shown),
        "answer_form": form,
        "my_party": party,
        "may_write": may_write,
        "lacking": lacking,
        "ball": turn,
        "status": status_of(row),
    }


def drawn(shown: Tree) -> SafeString:
    """Return the cause tree as a picture."""
    return cause_tree(shown, status=status_of(shown.picture))


def _part(cause: CauseShown, party: str, form: CertaintyForm | None) -> CausePart:
    return CausePart(
        shown=cause,
        supporting=_reasons(cause.supporting, party),
        opposing=_reasons(cause.opposing, party),
        field=form[f"svar-{cause.row.pk}"] if form is not None else None,
        difference=difference(cause),
    )


def _reasons(rows: Iterable[Evidence], party: str) -> tuple[Reason, ...]:
    return tuple(
        Reason(row, tuple(figure_shown(kept) for kept in row.figures), row.party == party) for row in rows
    )


def difference(cause: CauseShown) -> str:
    """Return what the answers that are shown say together; nothing when they are two steps apart, for then the page says *Oeniga*."""
    if cause.city is None and cause.police is None:
        return _("Svaren visas när båda har svarat.")
    if cause.city is None:
        return _("Väntar på stadens svar.")
    if cause.police is None:
        return _("Väntar på polisens svar.")
    if cause.is_disputed:
        return _("Ta upp det på nästa möte och skriv vad som talar för och emot.")
    return _("Lika säkra.") if cause.city.sureness == cause.police.sureness else _("Ett steg isär.")


def findings_shown(shown: Tree) -> list[FindingPart]:
    """Return the findings that show the problem; of what is decided as they stood when both decided it."""
    address = reverse("situation:picture", args=[shown.picture.pair.slug])
    standing = {finding.pk: finding for finding in shown.findings}
    if shown.picture.is_closed:
        rows = [
            (row["statement"], row["figures"], standing.get(row["finding"]))
            for row in contents_of(shown.picture).get("findings", [])
        ]
    else:
        rows = [(finding.statement, shown.figures_of(finding), finding) for finding in shown.findings]
    return [
        FindingPart(statement, _finding_url(address, finding), tuple(figure_shown(kept) for kept in figures))
        for statement, figures, finding in rows
    ]


def _finding_url(address: str, finding: Finding | None) -> str:
    return f"{address}#slutsats-{finding.pk}" if finding is not None and finding.removed_at is None else ""


def answer_form(shown: Tree, party: str) -> CertaintyForm:
    """Return the form by which a party says how sure it is."""
    return CertaintyForm(causes=[cause.row for cause in shown.causes], initial=own_answers(shown, party))


def own_answers(shown: Tree, party: str) -> dict[str, str]:
    """Return what a party has answered, by the form's names of the causes."""
    return {
        f"svar-{cause.row.pk}": str(cause.certainty[party].sureness)
        for cause in shown.causes
        if party in cause.certainty
    }
