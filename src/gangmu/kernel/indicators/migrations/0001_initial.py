import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('outline', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('origin', models.CharField(choices=[('人工', '人工'), ('导入', '导入'), ('接口', '接口'), ('模拟', '模拟')], default='人工', editable=False, max_length=2, verbose_name='来源')),
                ('area_code', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='区域代码')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='作废原因')),
                ('code', models.GeneratedField(db_persist=True, expression=models.Func(models.Value('ZB'), models.F('id'), function='gangmu_code'), output_field=models.CharField(max_length=40), unique=True, verbose_name='编号')),
                ('position', models.PositiveSmallIntegerField(verbose_name='行次')),
                ('number', models.CharField(blank=True, max_length=10, verbose_name='序号')),
                ('category', models.CharField(blank=True, max_length=40, verbose_name='类别')),
                ('parent', models.CharField(blank=True, max_length=80, verbose_name='上级指标')),
                ('name', models.CharField(max_length=80, verbose_name='指标')),
                ('unit', models.CharField(blank=True, max_length=30, verbose_name='单位')),
                ('baseline_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='基期年')),
                ('baseline', models.CharField(blank=True, max_length=40, verbose_name='基期值')),
                ('target_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='目标年')),
                ('target', models.CharField(blank=True, max_length=80, verbose_name='目标值')),
                ('annual_or_cumulative', models.CharField(blank=True, max_length=80, verbose_name='年均/累计')),
                ('nature', models.CharField(blank=True, choices=[('约束性', '约束性'), ('预期性', '预期性')], max_length=3, verbose_name='属性')),
                ('marked', models.BooleanField(default=False, verbose_name='带▲')),
                ('search', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Concat(models.F('name'), models.Value('\n'), models.F('parent'), models.Value('\n'), models.F('category'), output_field=models.TextField()), function='gangmu_bigrams'), output_field=django.contrib.postgres.search.SearchVectorField(), verbose_name='检索')),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outline.clause', verbose_name='所在表')),
                ('created_by', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department', verbose_name='部门')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='outline.plan', verbose_name='规划')),
            ],
            options={
                'verbose_name': '指标',
                'verbose_name_plural': '指标',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['search'], name='indicators_indicator_search')],
                'constraints': [models.UniqueConstraint(fields=('plan', 'parent', 'name'), name='indicators_indicator_once', violation_error_message='这部规划里已有同名指标。')],
            },
        ),
    ]
