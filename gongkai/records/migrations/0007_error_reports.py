"""找错: what citizens say is wrong with public pages, and the answers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_organisations"),
        ("records", "0006_timeline"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ErrorReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(blank=True, max_length=300, verbose_name="页面")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("typo", "错别字"),
                            ("link", "失效链接"),
                            ("content", "内容错误"),
                            ("file", "附件打不开"),
                            ("personal", "个人信息泄露"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("text", models.TextField(verbose_name="说明")),
                ("has_contact", models.BooleanField(default=False)),
                ("code_digest", models.CharField(max_length=64, unique=True)),
                ("rule", models.JSONField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("provisional", models.BooleanField(default=False)),
                ("reported_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("corrected", "已经改正"), ("no_error", "核实没有错误")],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="error_reports",
                        to="organisations.agency",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="error_reports",
                        to="records.record",
                    ),
                ),
            ],
            options={
                "verbose_name": "找错",
                "ordering": ["-reported_at", "-id"],
                "indexes": [
                    models.Index(condition=models.Q(("outcome", "")), fields=["agency"], name="records_error_open")
                ],
            },
        ),
    ]
