from __future__ import annotations

from samsyn.steps.followup.methods import results
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.tests import world as worlds


def test_a_decided_follow_up_tells_what_its_method_led_to_and_a_planned_one_nothing(cast, norr, soder):
    made = worlds.build(cast, norr)
    decided: FollowUp = made["decided"]
    for row in (decided.action, made["planned"].action):
        row.method = "fotpatrull"
        row.save(update_fields=["method"])
    (told,) = results([norr, soder], "fotpatrull")
    assert told.pair == norr
    assert told.sentence.startswith(f"{decided.action.title}: {decided.get_conclusion_display()}.")
    assert told.url == decided.get_absolute_url()
    assert results([soder], "fotpatrull") == []
    assert results([norr], "belysning") == []
