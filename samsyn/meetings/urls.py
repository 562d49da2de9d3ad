from __future__ import annotations

from django.urls import path

from samsyn.meetings.views import agenda, links, meetings, minutes, points, room, years

app_name = "meetings"
PAIR, MEETING = "par/<slug:slug>/", "par/<slug:slug>/moten/<int:pk>/"
urlpatterns = [
    path("arshjul/", years.start, name="start"),
    path("arshjul/kalender/", links.links, name="links"),
    path("arshjul/kalender/ny/", links.make, name="link_make"),
    path("arshjul/kalender/<int:pk>/fornya/", links.renew, name="link_renew"),
    path("arshjul/kalender/<int:pk>/avsluta/", links.revoke, name="link_revoke"),
    path("kalender/<str:token>.ics", links.feed, name="feed"),
    path("arshjul/<slug:slug>/", years.city_year, name="city_year"),
    path("arshjul/<slug:slug>/punkt/ny/", points.new_of_city, name="city_point_new"),
    path("arshjul/<slug:slug>/punkt/<int:pk>/", points.change_of_city, name="city_point"),
    path("arshjul/<slug:slug>/punkt/<int:pk>/ta-bort/", points.remove_of_city, name="city_point_remove"),
    path(f"{PAIR}arshjul/", years.pair_year, name="pair_year"),
    path(f"{PAIR}arshjul/punkt/ny/", points.new_of_pair, name="pair_point_new"),
    path(f"{PAIR}arshjul/punkt/<int:pk>/", points.change_of_pair, name="pair_point"),
    path(f"{PAIR}arshjul/punkt/<int:pk>/ta-bort/", points.remove_of_pair, name="pair_point_remove"),
    path(f"{PAIR}moten/", meetings.meetings, name="meetings"),
    path(f"{PAIR}moten/nytt/", meetings.new, name="meeting_new"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}andra/", meetings.change, name="meeting_change"),
    path(f"{MEETING}stall-in/", meetings.cancel, name="cancel"),
    path(f"{MEETING}hallet/", meetings.hold, name="hold"),
    path(f"{MEETING}rummet/", room.room, name="room"),
    path(f"{MEETING}dagordning/", agenda.agenda, name="agenda"),
    path(f"{MEETING}dagordning/ny/", agenda.new, name="item_new"),
    path(f"{MEETING}dagordning/<int:item>/", agenda.change, name="item"),
    path(f"{MEETING}dagordning/<int:item>/flytta/", agenda.move, name="item_move"),
    path(f"{MEETING}dagordning/<int:item>/ta-bort/", agenda.remove, name="item_remove"),
    path(f"{MEETING}narvaro/", minutes.attendance, name="attendance"),
    path(f"{MEETING}narvaro/<int:attendance>/ta-bort/", minutes.attendance_remove, name="attendance_remove"),
    path(f"{MEETING}protokoll/", minutes.minutes, name="minutes"),
    path(f"{MEETING}protokoll/nytt/", minutes.start, name="minutes_start"),
]
