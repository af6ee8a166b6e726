import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observatory", "0005_remark_of_a_step")]

    operations = [
        migrations.CreateModel(
            name="FactsheetEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=16, verbose_name="edition")),
                ("figures", models.JSONField(verbose_name="figures")),
                ("at", models.DateTimeField(verbose_name="kept at")),
                (
                    "factsheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="observatory.factsheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "kept edition of a factsheet",
                "verbose_name_plural": "kept editions of factsheets",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="factsheetedition",
            constraint=models.UniqueConstraint(
                fields=("factsheet", "fingerprint"), name="an_edition_of_a_factsheet_is_kept_once"
            ),
        ),
    ]
