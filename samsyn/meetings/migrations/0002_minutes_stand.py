from __future__ import annotations

from django.db import migrations

from samsyn.audit import guards

GUARDS = (guards.MINUTES, guards.AGENDA_ITEM)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [migrations.RunPython(*guards.installer(guard)) for guard in GUARDS]
