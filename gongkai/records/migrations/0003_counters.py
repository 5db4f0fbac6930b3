"""Index numbers are counted over what the tenant's pattern names; a withdrawn record frees its 文号."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0002_immutable")]

    operations = [
        migrations.DeleteModel(name="IndexCounter"),
        migrations.CreateModel(
            name="IndexCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(model_name="record", name="records_number_once"),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("number", ""), _negated=True),
                    ("imported", False),
                    models.Q(("state__in", ["abandoned", "withdrawn"]), _negated=True),
                ),
                fields=("agency", "number"),
                name="records_number_once",
            ),
        ),
    ]
