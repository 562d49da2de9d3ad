from django.db import migrations, models

from samsyn.audit.guards import APPROVAL, APPROVAL_SIGNED, installer


def _text(verbose_name, **more):
    return models.TextField(blank=True, default="", verbose_name=verbose_name, **more)


class Migration(migrations.Migration):
    """Signature, key and each authority's own record; the guard makes way for the columns and then holds them too."""

    dependencies = [("records", "0006_waivers_stand")]

    operations = [
        migrations.RunPython(*reversed(installer(APPROVAL))),
        migrations.AddField("approval", "presented_by", _text("föredragande")),
        migrations.AddField("approval", "took_part", _text("andra som har deltagit")),
        migrations.AddField("approval", "legal_ground", _text("stöd för beslutet")),
        migrations.AddField(
            "approval",
            "signer_name",
            models.CharField(blank=True, default="", max_length=100, verbose_name="namn vid underskriften"),
        ),
        migrations.AddField(
            "approval",
            "signer_email",
            models.CharField(
                blank=True, default="", max_length=254, verbose_name="e-postadress vid underskriften"
            ),
        ),
        migrations.AddField("approval", "signature", _text("underskrift")),
        migrations.AddField(
            "approval",
            "key",
            models.CharField(blank=True, default="", max_length=64, verbose_name="nyckelns fingeravtryck"),
        ),
        migrations.RunPython(*installer(APPROVAL_SIGNED)),
    ]
