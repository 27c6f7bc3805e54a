import hearken.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.CharField(default=hearken.lib.ids.opaque, editable=False, max_length=43, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('seat', 'Seat in a room')], max_length=16)),
                ('wrapped', models.BinaryField()),
                ('root_version', models.PositiveSmallIntegerField()),
                ('created_on', models.DateField()),
            ],
            options={
                'verbose_name': 'key',
                'verbose_name_plural': 'keys',
            },
        ),
    ]
