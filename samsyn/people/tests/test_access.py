from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from samsyn.people import access
from samsyn.people.models import Member, Role, RoleAssignment
from samsyn.ui.clock import today
from tests.worlds import shared


@shared
def fresh(astrid):
    """Astrid as a request finds her, with nothing read."""
    return Member.objects.select_related("organisation").get(pk=astrid.pk)


def test_a_request_reads_a_members_roles_once_and_the_pair_once(fresh, norr, django_assert_num_queries):
    with django_assert_num_queries(2):
        pair, rights = access.open_pair(fresh, norr.slug)
        assert rights.may_read
        assert rights.may_write
        assert access.may_approve(fresh, pair)


def test_two_queries_tell_all_that_a_member_holds(fresh, norr, soder, city, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert access.roles_in(fresh, norr) == {Role.COORDINATOR}
        assert access.roles_in(fresh, soder) == set()
        assert access.offices_in(fresh, norr) == set()
        assert access.roles_in_city(fresh, city) == {Role.COORDINATOR}
        assert not access.administers(fresh, city)
        assert not access.audits(fresh)


def test_a_role_that_is_given_or_ended_counts_at_once(fresh, norr, soder):
    with pytest.raises(Http404):
        access.pair_for(fresh, soder.slug)
    row = RoleAssignment.objects.create(
        member=fresh, role=Role.REVIEWER, city=soder.city, pair=soder, valid_from=date(2021, 1, 1)
    )
    assert access.pair_for(fresh, soder.slug) == soder
    with pytest.raises(PermissionDenied):
        access.pair_for(fresh, soder.slug, change=True)
    row.valid_to = today()
    row.save()
    with pytest.raises(Http404):
        access.pair_for(fresh, soder.slug)


def test_what_a_member_holds_is_asked_anew_when_the_day_turns(fresh, norr, monkeypatch):
    RoleAssignment.objects.filter(member=fresh).delete()
    RoleAssignment.objects.create(
        member=fresh,
        role=Role.COORDINATOR,
        city=norr.city,
        pair=norr,
        valid_from=date(2021, 1, 1),
        valid_to=date(2030, 1, 1),
    )
    monkeypatch.setattr(access, "today", lambda: date(2029, 12, 31))
    assert access.may_write(fresh, norr)
    monkeypatch.setattr(access, "today", lambda: date(2030, 1, 1))
    assert not access.may_write(fresh, norr)


def test_the_visible_pairs_are_those_of_roles_and_of_whole_cities(astrid, gun, farid, lena, norr, soder):
    assert set(access.visible_pairs(astrid)) == {norr}
    assert set(access.visible_pairs(farid)) == {soder}
    assert set(access.visible_pairs(gun)) == {norr, soder}
    assert norr in access.visible_pairs(lena)
