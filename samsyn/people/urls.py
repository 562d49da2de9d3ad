from __future__ import annotations

from django.urls import path

from samsyn.people.views import account, appointments, deputies, forums, resets
from samsyn.people.views import members as views

app_name = "people"
urlpatterns = [
    path("", views.cities, name="cities"),
    path("valj/", account.choose, name="choose"),
    path("<slug:city>/", views.members, name="members"),
    path("<slug:city>/ny/", views.add_member, name="add_member"),
    path("<slug:city>/fran-annan-stad/", views.add_newcomer, name="add_newcomer"),
    path("<slug:city>/organisation/ny/", views.add_organisation, name="add_organisation"),
    path("<slug:city>/forum/nytt/", forums.add_forum, name="add_forum"),
    path("<slug:city>/forum/<int:pk>/", forums.forum, name="forum"),
    path("<slug:city>/forum/<int:pk>/plats/", forums.give_seat, name="give_seat"),
    path("<slug:city>/forum/<int:pk>/plats/<int:seat>/avsluta/", forums.end_seat, name="end_seat"),
    path("<slug:city>/stallforetradare/", deputies.deputies, name="deputies"),
    path("<slug:city>/stallforetradare/<int:holding>/ny/", deputies.name_deputy, name="name_deputy"),
    path("<slug:city>/stallforetradare/<int:pk>/avsluta/", deputies.end_deputy, name="end_deputy"),
    path("<slug:city>/<int:pk>/", views.member, name="member"),
    path("<slug:city>/<int:pk>/uppgifter/", views.change_member, name="change_member"),
    path("<slug:city>/<int:pk>/roll/", views.give_role, name="give_role"),
    path("<slug:city>/<int:pk>/ambete/", views.give_office, name="give_office"),
    path("<slug:city>/<int:pk>/roll/<int:duty>/avsluta/", views.end_duty, {"kind": "roll"}, name="end_role"),
    path(
        "<slug:city>/<int:pk>/ambete/<int:duty>/avsluta/",
        views.end_duty,
        {"kind": "ambete"},
        name="end_office",
    ),
    path("<slug:city>/uppdrag/", appointments.appointments, name="appointments"),
    path("<slug:city>/uppdrag/<slug:kind>/<int:pk>/", appointments.answer, name="answer_appointment"),
    path("<slug:city>/losenord/", resets.resets, name="resets"),
    path("<slug:city>/losenord/<int:pk>/", resets.answer, name="answer_reset"),
    path("<slug:city>/<int:pk>/losenord/begar/", resets.ask, name="ask_reset"),
    path("<slug:city>/<int:pk>/losenord/", resets.renew_password, name="renew_password"),
    path("<slug:city>/<int:pk>/inloggning/", views.open_or_close, name="open_or_close"),
]
