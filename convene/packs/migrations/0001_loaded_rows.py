from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LoadedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("table", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("position", models.PositiveIntegerField(default=0)),
                ("row", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["table", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("table", "key"), name="loaded_row_stands_once")
                ],
            },
        ),
    ]
