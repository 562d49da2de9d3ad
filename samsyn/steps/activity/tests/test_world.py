from __future__ import annotations

from samsyn.records.joint.workflow import JointState


def test_the_world_of_other_tests_can_be_built(built):
    assert built["plan"].state == JointState.DECIDED
    assert built["draft"].state == JointState.DRAFT and built["draft"].number == 2
