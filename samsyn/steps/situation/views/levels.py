"""Judging an area: each party for itself, then both together. With the area's history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.places.models import Area
from samsyn.steps.situation import access, queries, services, words
from samsyn.steps.situation.forms import AcceptForm, DifferForm, LevelForm
from samsyn.steps.situation.models import Level, LevelAssessment, SituationPicture
from samsyn.steps.situation.queries.judged import StandShown, stands_of, value_of
from samsyn.steps.situation.views.shared import back_to, frame, refused
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

TEMPLATE = "situation/level.html"
JOINT = "gemensam"  # prefix of the form that proposes a joint level


@dataclass(frozen=True)
class HistoryRow:
    """A joint level with what each party had judged; None for one from the time when one party judged for both."""

    row: LevelAssessment
    stand: StandShown | None

    @property
    def word(self) -> str:
        return words.level_of(self.row)


@dataclass
class Scene:
    """An area that one member reads or judges: the joint levels, newest first, and how the next one stands."""

    request: MemberRequest
    picture: SituationPicture
    area: Area

    def __post_init__(self) -> None:
        self.rows = queries.history(self.picture, self.area)
        known = stands_of(self.picture.pair, [self.area.pk], self.request.user.party).get(self.area.pk, {})
        self.stand = known.get(self.settled + 1)
        self.history = [HistoryRow(row, known.get(row.version)) for row in self.rows]

    @property
    def settled(self) -> int:
        return self.rows[0].version if self.rows else 0

    @property
    def version(self) -> int:
        return self.stand.version if self.stand else 0

    @property
    def proposed(self) -> int:
        proposal = self.stand.proposal if self.stand else None
        return proposal.version if proposal else 0

    def level_form(self, data: Any = None, *, is_joint: bool = False) -> LevelForm:
        return LevelForm(
            data,
            initial=None if data else self._initial(is_joint=is_joint),
            prefix=JOINT if is_joint else None,
            levels=list(Level.objects.filter(city=self.picture.pair.city)),
            is_whole=self.area.pk == self.picture.pair.city_area_id,
        )

    def _initial(self, *, is_joint: bool) -> dict[str, Any]:
        version = self.proposed if is_joint else self.version
        mine = self.stand.mine if self.stand and not is_joint else None
        found: dict[str, Any] = {"settled": self.settled, "version": version}
        return found | ({"level": value_of(mine.level), "reason": mine.grounds} if mine else {})


def _scene(request: MemberRequest, slug: str, code: str, *, change: bool) -> Scene:
    picture = access.picture_for(request.user, slug, change=change)
    return Scene(request, picture, access.area_for(picture.pair, code))


@login_required
def judge(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """An area's level and how it was judged; those who may write judge it here for their own party."""
    scene = _scene(request, slug, code, change=request.method == "POST")
    if request.method != "POST":
        return _answer(scene)
    form, theirs = scene.level_form(request.POST), ""
    if form.is_valid():
        try:
            made = services.judge_level(by=request.user, **_facts(scene, form))
            messages.success(request, _said(scene, made))
            return _after(scene, made)
        except UserError as error:
            scene = Scene(request, scene.picture, scene.area)
            theirs = refused(form, error, version=scene.version, settled=scene.settled)
    return _answer(scene, form=form, theirs=theirs, status=422)


@login_required
@require_POST
def propose(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Propose what both could say of an area."""
    scene = _scene(request, slug, code, change=True)
    form, theirs = scene.level_form(request.POST, is_joint=True), ""
    if form.is_valid():
        try:
            services.propose_level(by=request.user, **_facts(scene, form))
            messages.success(request, _("Förslaget är sparat. Den andra parten godtar det eller svarar."))
            return redirect("situation:level", slug=slug, code=code)
        except UserError as error:
            scene = Scene(request, scene.picture, scene.area)
            theirs = refused(form, error, version=scene.proposed, settled=scene.settled)
    return _answer(scene, joint_form=form, theirs=theirs, status=422)


@login_required
@require_POST
def accept(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Accept the level that the other party has proposed."""
    scene = _scene(request, slug, code, change=True)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _answer(
            scene, problem=_("Ingenting ändrades. Formuläret är inte helt. Ladda om sidan."), status=422
        )
    try:
        services.accept_level(
            picture=scene.picture,
            area=scene.area,
            settled=form.cleaned_data["settled"] or 0,
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except UserError as error:
        return _answer(Scene(request, scene.picture, scene.area), problem=str(error), status=422)
    messages.success(request, _("Ni är överens. Läget är sparat."))
    return back_to(scene.picture.pair, "lage")


@login_required
@require_POST
def differ(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Record that the parties differ on an area, with one's own party's sentence."""
    scene = _scene(request, slug, code, change=True)
    form = DifferForm(request.POST)
    if form.is_valid():
        try:
            services.differ_on_level(
                picture=scene.picture,
                area=scene.area,
                says=form.cleaned_data["says"],
                settled=form.cleaned_data["settled"] or 0,
                by=request.user,
            )
            messages.success(request, _("Er mening är sparad. Det står att ni är oeniga."))
            return redirect("situation:level", slug=slug, code=code)
        except UserError as error:
            form.add_error(None, str(error))
            scene = Scene(request, scene.picture, scene.area)
    return _answer(scene, differ_form=form, status=422)


def _facts(scene: Scene, form: LevelForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "picture": scene.picture,
        "area": scene.area,
        "level": given["level"],
        "reason": given["reason"],
        "difference": given.get("difference", ""),
        "settled": given["settled"] or 0,
        "version": given["version"] or 0,
    }


def _said(scene: Scene, made: LevelAssessment | None) -> str:
    if made is not None:
        return _("Båda har bedömt lika. Läget är sparat.")
    stand = Scene(scene.request, scene.picture, scene.area).stand
    if stand is not None and stand.is_shown:
        return _("Er bedömning är sparad. Nu syns båda parters.")
    return _("Er bedömning är sparad. Den andra parten ser den när den själv har bedömt.")


def _after(scene: Scene, made: LevelAssessment | None) -> HttpResponse:
    if made is not None:
        return back_to(scene.picture.pair, "lage")
    return redirect(
        "situation:level", slug=scene.picture.pair.slug, code=access.code_of(scene.picture.pair, scene.area)
    )


def _differ_form(scene: Scene) -> DifferForm | None:
    """Return the form for one's own sentence: about a difference to record, or that is recorded and stands."""
    if scene.stand is not None and scene.stand.is_open:
        return DifferForm(initial={"settled": scene.settled})
    standing = scene.rows[0] if scene.rows else None
    if (
        standing is not None
        and standing.is_differing
        and standing.settlement is not None
        and scene.stand is None
    ):
        says = standing.settlement.says(scene.request.user.party)
        return DifferForm(initial={"settled": scene.settled - 1, "says": says})
    return None


def _answer(scene: Scene, *, status: int = 200, **given: Any) -> HttpResponse:
    pair = scene.picture.pair
    have = queries.picture_for_page(pair).coverage.get(scene.area.key, ())
    is_open = scene.stand is not None and scene.stand.is_open
    forms: dict[str, Form | None] = {
        "form": given.get("form") or scene.level_form(),
        "joint_form": given.get("joint_form") or (scene.level_form(is_joint=True) if is_open else None),
        "differ_form": given.get("differ_form") or _differ_form(scene),
    }
    context = {
        **frame(pair),
        **forms,
        "area": scene.area,
        "code": access.code_of(pair, scene.area),
        "is_whole": scene.area.pk == pair.city_area_id,
        "theirs": given.get("theirs", ""),
        "problem": given.get("problem", ""),
        "history": scene.history,
        "now": scene.history[0] if scene.history else None,
        "stand": scene.stand,
        "settled": scene.settled,
        "me_party": scene.request.user.party,
        "have": have,
        "have_words": words.coverage(have),
        "lacking_words": words.coverage_lacking(have),
        "is_thin": len(have) < services.levels.THIN_UNDER,
        "may_write": people.may_write(scene.request.user, pair),
    }
    return page(scene.request, TEMPLATE, context, status=status)
