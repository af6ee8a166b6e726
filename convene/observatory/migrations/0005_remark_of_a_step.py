from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observatory", "0004_reminders")]

    operations = [
        migrations.RenameField("profilestep", "note", "remark"),
        migrations.AlterField(
            "profilestep",
            "remark",
            models.TextField(blank=True, verbose_name="remark, not public"),
        ),
    ]
