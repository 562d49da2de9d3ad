"""`make screenshots` takes a picture of every room. That each stands in the docs is held by test_house."""

from __future__ import annotations

from django.urls import resolve

from docs.screenshots import SHOTS
from samsyn.ui import navigation


def test_every_room_of_the_menu_has_its_picture():
    pictured = {resolve(address.partition("?")[0]).app_name for _n, _who, address, *_size in SHOTS}
    rooms = {item.url_name.partition(":")[0] for item in navigation.every()}
    assert rooms <= pictured


def test_every_step_has_its_picture():
    pictured = {resolve(address.partition("?")[0]).app_name for _n, _who, address, *_size in SHOTS}
    assert {"situation", "problem", "purpose", "method", "activity", "followup"} <= pictured
