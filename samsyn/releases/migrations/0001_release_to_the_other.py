import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0003_whole_city'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=60, verbose_name='slag av objekt')),
                ('subject_id', models.BigIntegerField(verbose_name='objekt')),
                ('party', models.CharField(choices=[('city', 'staden'), ('police', 'polisen'), ('other', 'extern part')], max_length=10, verbose_name='ägare')),
                ('scope', models.CharField(choices=[('whole', 'texten och talen'), ('words', 'texten utan talen')], max_length=8, verbose_name='omfattning')),
                ('reason', models.TextField(verbose_name='skäl')),
                ('legal_ground', models.SlugField(max_length=40, verbose_name='rättslig grund')),
                ('released_at', models.DateTimeField(verbose_name='släppt')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='tillbakatagen')),
                ('withdrawn_reason', models.TextField(blank=True, verbose_name='skäl att ta tillbaka')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='släppt av')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='places.areapair', verbose_name='områdespar')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tillbakatagen av')),
            ],
            options={
                'verbose_name': 'frisläppning',
                'verbose_name_plural': 'frisläppningar',
                'ordering': ['-released_at', '-pk'],
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='releases_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='releases_has_reason'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='releases_withdrawn_has_reason')],
            },
        ),
    ]
