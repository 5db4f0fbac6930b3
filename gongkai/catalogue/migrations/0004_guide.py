"""Guides of agencies with their versions, which the database refuses to change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE TRIGGER catalogue_guideversion_immutable BEFORE UPDATE OR DELETE ON catalogue_guideversion
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""
BACKWARD = "DROP TRIGGER catalogue_guideversion_immutable ON catalogue_guideversion;"


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_board'),
        ('organisations', '0003_profile'),
        ('ledger', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Guide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField(default=dict, verbose_name='内容')),
                ('handed', models.JSONField(blank=True, null=True, verbose_name='送审内容')),
                ('state', models.CharField(choices=[('draft', '起草'), ('in_review', '审核中'), ('approved', '审核通过，待发布'), ('published', '已发布')], default='draft', max_length=12, verbose_name='状态')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='修改次数')),
                ('authors', models.JSONField(blank=True, default=list, verbose_name='起草、修改人')),
                ('edited_at', models.DateTimeField(verbose_name='修改时间')),
                ('agency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='organisations.agency')),
                ('drafter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '政府信息公开指南',
            },
        ),
        migrations.CreateModel(
            name='GuideVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('agency_name', models.CharField(max_length=120, verbose_name='当时名称')),
                ('content', models.JSONField(verbose_name='内容')),
                ('sha256', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('review', models.PositiveBigIntegerField(verbose_name='审核编号')),
                ('since', models.DateField(verbose_name='发布日期')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.guide')),
            ],
            options={
                'verbose_name': '政府信息公开指南',
                'ordering': ['-number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('sheet', 'number'), name='catalogue_guide_version_number')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
