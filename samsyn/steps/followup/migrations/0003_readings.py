from django.db import migrations, models

from samsyn.audit import guards


class Migration(migrations.Migration):
    dependencies = [("followup", "0002_decided_stand")]
    operations = [
        migrations.AddField(
            model_name="followup",
            name="compared_with",
            field=models.CharField(blank=True, max_length=180, verbose_name="jämförs med"),
        ),
        migrations.AddField(
            model_name="followup",
            name="readings",
            field=models.JSONField(blank=True, default=dict, verbose_name="egna mätvärden"),
        ),
        # SQLite makes the table anew for a new column, and its triggers go with the old one
        migrations.RunPython(*guards.installer(guards.FOLLOW_UP)),
    ]
