from django.db import migrations

from samsyn.audit import guards


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial")]
    operations = [migrations.RunPython(*guards.installer(guards.FOLLOW_UP))]
