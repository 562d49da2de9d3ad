from django.db import migrations

from samsyn.audit import guards


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_initial")]
    operations = [migrations.RunPython(*guards.installer(guards.ACTION_PLAN))]
