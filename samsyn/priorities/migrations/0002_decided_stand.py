from __future__ import annotations

from django.db import migrations

from samsyn.audit import guards

GUARDS = (guards.PRIORITY_LIST, guards.PRIORITY_ANSWER)


class Migration(migrations.Migration):
    dependencies = [("priorities", "0001_initial")]
    operations = [migrations.RunPython(*guards.installer(guard)) for guard in GUARDS]
