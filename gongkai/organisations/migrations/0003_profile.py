"""Profiles of agencies with their versions, which the database refuses to change, and query points."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE TRIGGER organisations_profileversion_immutable BEFORE UPDATE OR DELETE ON organisations_profileversion
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""
BACKWARD = "DROP TRIGGER organisations_profileversion_immutable ON organisations_profileversion;"


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_access'),
        ('ledger', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Profile',
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
                'verbose_name': '机构概况',
            },
        ),
        migrations.CreateModel(
            name='ProfileVersion',
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
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='organisations.profile')),
            ],
            options={
                'verbose_name': '机构概况',
                'ordering': ['-number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('sheet', 'number'), name='organisations_profile_version_number')],
            },
        ),
        migrations.CreateModel(
            name='QueryPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('kind', models.CharField(choices=[('archive', '档案馆'), ('library', '图书馆'), ('centre', '政务服务中心'), ('branch', '政务服务中心分中心'), ('town', '乡镇（街道）便民服务中心'), ('village', '村（社区）便民服务室'), ('other', '其他')], max_length=10, verbose_name='类别')),
                ('services', models.JSONField(default=list, verbose_name='服务事项')),
                ('modes', models.JSONField(default=list, verbose_name='查询方式')),
                ('address', models.CharField(max_length=200, verbose_name='地址')),
                ('hours', models.CharField(max_length=200, verbose_name='开放时间')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='联系电话')),
                ('state', models.CharField(choices=[('planned', '拟增设'), ('existing', '现有'), ('leaving', '拟撤销'), ('withdrawn', '已撤销')], default='existing', max_length=10, verbose_name='状态')),
                ('planned_month', models.CharField(blank=True, max_length=7, verbose_name='计划完成月份')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='备注')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='query_points', to='organisations.agency')),
            ],
            options={
                'verbose_name': '政府信息公开查询点',
                'ordering': ['kind', 'agency__order', 'name'],
                'constraints': [models.UniqueConstraint(fields=('agency', 'name'), name='organisations_query_point_name')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
