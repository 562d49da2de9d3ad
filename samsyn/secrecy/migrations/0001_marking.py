import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Marking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=60, verbose_name='slag av objekt')),
                ('subject', models.CharField(max_length=40, verbose_name='objekt')),
                ('secrecy', models.SlugField(max_length=40, verbose_name='sekretessklass')),
                ('law', models.CharField(max_length=200, verbose_name='rättslig grund')),
                ('reason', models.TextField(verbose_name='skäl')),
                ('party', models.CharField(choices=[('city', 'staden'), ('police', 'polisen'), ('other', 'extern part')], max_length=10, verbose_name='part')),
                ('set_at', models.DateTimeField(verbose_name='märkt')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='märkt av')),
            ],
            options={
                'verbose_name': 'sekretessmärkning',
                'verbose_name_plural': 'sekretessmärkningar',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['subject_type', 'subject'], name='secrecy_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='secrecy_has_reason')],
            },
        ),
    ]
