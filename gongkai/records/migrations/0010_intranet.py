"""When an issued document was loaded onto the intranet work platform."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0009_removal_kind")]

    operations = [migrations.AddField(model_name="record", name="intranet", field=models.JSONField(null=True))]
