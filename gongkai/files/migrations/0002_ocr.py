from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_files")]

    operations = [
        migrations.AddField(
            model_name="file",
            name="note",
            field=models.CharField(blank=True, max_length=500, verbose_name="未能读取的原因"),
        ),
        migrations.AddField(
            model_name="file", name="ocr", field=models.JSONField(null=True, verbose_name="文字识别")
        ),
        migrations.AddField(
            model_name="file", name="scanned", field=models.BooleanField(default=False, verbose_name="扫描件")
        ),
    ]
