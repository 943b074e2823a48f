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
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('origin', models.CharField(choices=[('人工', '人工'), ('导入', '导入'), ('接口', '接口'), ('模拟', '模拟')], default='人工', editable=False, max_length=2, verbose_name='来源')),
                ('area_code', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='区域代码')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='作废原因')),
                ('code', models.GeneratedField(db_persist=True, expression=models.Func(models.Value('XM'), models.F('id'), function='gangmu_code'), output_field=models.CharField(max_length=40), unique=True, verbose_name='编号')),
                ('number', models.CharField(blank=True, max_length=10, verbose_name='专栏内序号')),
                ('name', models.CharField(max_length=120, verbose_name='项目名称')),
                ('content', models.TextField(blank=True, verbose_name='建设内容')),
                ('search', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Concat(models.F('name'), models.Value('\n'), models.F('content'), output_field=models.TextField()), function='gangmu_bigrams'), output_field=django.contrib.postgres.search.SearchVectorField(), verbose_name='检索')),
                ('box', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='boxed', to='outline.clause', verbose_name='专栏')),
                ('clause', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='project', to='outline.clause', verbose_name='专栏项目')),
                ('created_by', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department', verbose_name='部门')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='outline.plan', verbose_name='规划')),
            ],
            options={
                'verbose_name': '项目',
                'verbose_name_plural': '项目',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['search'], name='projects_project_search')],
            },
        ),
    ]
