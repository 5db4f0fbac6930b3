"""Why something was taken down, what the public is told of it, and that a published penalty was changed or revoked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0008_forget_senders")]

    operations = [
        migrations.AddField(
            model_name="record", name="overturned", field=models.JSONField(null=True)
        ),
        migrations.AddField(
            model_name="publication", name="withdrawn_kind", field=models.CharField(blank=True, max_length=20, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publication", name="withdrawn_note", field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
