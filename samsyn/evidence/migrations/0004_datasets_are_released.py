"""What the other authority sees of a dataset. All that stands has been seen by both: it stays so."""

from django.db import migrations, models


def both_have_seen_all(apps, schema_editor):
    apps.get_model("evidence", "Dataset").objects.update(shared="whole")


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0003_rows_left_out"),
        ("releases", "0002_release_of_a_city"),
    ]

    operations = [
        migrations.AddField(
            model_name="dataset",
            name="shared",
            field=models.CharField(
                blank=True,
                choices=[
                    ("areas", "talen per område, men inga platser och inga rader"),
                    ("places", "talen per område och platserna på kartan, men inga rader"),
                    ("whole", "allt: tal, platser, rader och filen"),
                ],
                default="",
                max_length=8,
                verbose_name="släppt",
            ),
        ),
        migrations.RunPython(both_have_seen_all, migrations.RunPython.noop),
    ]
