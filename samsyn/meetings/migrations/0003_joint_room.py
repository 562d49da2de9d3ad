from __future__ import annotations

from django.db import migrations, models

from samsyn.audit import guards

KINDS = [
    ("review", "på granskning"),
    ("late-follow-up", "försenad uppföljning"),
    ("late-activity", "sen aktivitet"),
    ("agreement", "överenskommelse som tar slut"),
    ("priority", "prioritering utan svar"),
    ("earlier", "från förra mötet"),
    ("released", "nysläppt text"),
    ("draft", "utkast"),
    ("own", "egen punkt"),
]


class Migration(migrations.Migration):
    """A point may be for everybody in the room; the guard makes way for the column and then holds it too."""

    dependencies = [("meetings", "0002_minutes_stand")]

    operations = [
        migrations.RunPython(*reversed(guards.installer(guards.AGENDA_ITEM))),
        migrations.AddField(
            "agendaitem",
            "for_all",
            models.BooleanField(default=False, verbose_name="visas när en extern part är med"),
        ),
        migrations.AlterField(
            "agendaitem",
            "kind",
            models.CharField(choices=KINDS, default="own", max_length=16, verbose_name="slag"),
        ),
        migrations.RunPython(*guards.installer(guards.AGENDA_ITEM)),
    ]
