from django.db import migrations

from samsyn.audit.guards import EDITION, installer


class Migration(migrations.Migration):
    """Put the newest triggers on editions: a database that was made before them has the first ones."""

    dependencies = [("situation", "0002_decided_editions_stand")]

    operations = [migrations.RunPython(installer(EDITION)[0], migrations.RunPython.noop)]
