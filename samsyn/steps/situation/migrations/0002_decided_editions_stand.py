from django.db import migrations

from samsyn.audit.guards import EDITION, installer


class Migration(migrations.Migration):
    dependencies = [("situation", "0001_initial")]

    operations = [migrations.RunPython(*installer(EDITION))]
