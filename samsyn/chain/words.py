"""The words that Röda tråden itself writes: its stages, how a knot holds, and what is folded."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samsyn.chain.graph import Stage
from samsyn.chain.weave import Look

STAGES = {
    Stage.DATA: gettext_lazy("Data"),
    Stage.FINDING: gettext_lazy("Slutsats"),
    Stage.PROBLEM: gettext_lazy("Problem"),
    Stage.CAUSE: gettext_lazy("Orsak"),
    Stage.GOAL: gettext_lazy("Mål"),
    Stage.ACTION: gettext_lazy("Åtgärd"),
    Stage.DONE: gettext_lazy("Utfört"),
    Stage.EFFECT: gettext_lazy("Effekt"),
    Stage.NEXT: gettext_lazy("Nästa lägesbild"),
}
STEPS = {  # under the name of a stage, where a step of the model begins
    Stage.DATA: gettext_lazy("Steg 1 Lägesbild"),
    Stage.PROBLEM: gettext_lazy("Steg 2 Problembild"),
    Stage.GOAL: gettext_lazy("Steg 3"),
    Stage.ACTION: gettext_lazy("Steg 4 och 5"),
    Stage.EFFECT: gettext_lazy("Steg 6"),
    Stage.NEXT: gettext_lazy("Nytt varv"),
}
LOOKS = {
    Look.HOLDS: gettext_lazy("håller"),
    Look.ONGOING: gettext_lazy("pågår"),
    Look.PLANNED: gettext_lazy("planerat"),
    Look.WAIVED: gettext_lazy("undantag"),
    Look.BROKEN: gettext_lazy("avbrott"),
}
OVER = {Look.BROKEN: gettext_lazy("Tråden brister"), Look.WAIVED: gettext_lazy("Undantag")}


def many(stage: Stage, count: int) -> str:
    """Return what twins are called together."""
    if stage is Stage.DATA:
        return ngettext("%(count)s tal", "%(count)s tal", count) % {"count": count}
    return ngettext("%(count)s aktivitet", "%(count)s aktiviteter", count) % {"count": count}


def torn(count: int, links: int) -> str:
    """Return "Ett avbrott i 23 led"."""
    if count == 1:
        return _("Ett avbrott i %(links)s led") % {"links": links}
    return _("%(count)s avbrott i %(links)s led") % {"count": count, "links": links}
