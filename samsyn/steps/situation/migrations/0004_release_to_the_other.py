from django.db import migrations, models


def as_before(apps, schema_editor):
    """What stood before releases was seen by both authorities, and still is."""
    for name in ("Finding", "Paragraph"):
        apps.get_model("situation", name).objects.update(shared="whole")


class Migration(migrations.Migration):

    dependencies = [
        ('situation', '0003_newest_guard_of_editions'),
    ]

    operations = [
        migrations.AddField(
            model_name='finding',
            name='shared',
            field=models.CharField(blank=True, choices=[('whole', 'texten och talen'), ('words', 'texten utan talen')], default='', max_length=8, verbose_name='släppt'),
        ),
        migrations.AddField(
            model_name='paragraph',
            name='shared',
            field=models.CharField(blank=True, choices=[('whole', 'texten och talen'), ('words', 'texten utan talen')], default='', max_length=8, verbose_name='släppt'),
        ),
        migrations.RunPython(as_before, migrations.RunPython.noop),
    ]
