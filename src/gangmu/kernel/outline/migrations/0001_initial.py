import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('origin', models.CharField(choices=[('人工', '人工'), ('导入', '导入'), ('接口', '接口'), ('模拟', '模拟')], default='人工', editable=False, max_length=2, verbose_name='来源')),
                ('area_code', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='区域代码')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='作废原因')),
                ('code', models.GeneratedField(db_persist=True, expression=models.Func(models.Value('TK'), models.F('id'), function='gangmu_code'), output_field=models.CharField(max_length=40), unique=True, verbose_name='编号')),
                ('kind', models.CharField(choices=[('front', '题头'), ('heading', '标题'), ('paragraph', '正文'), ('table', '表'), ('box', '专栏'), ('item', '专栏项目'), ('gap', '标题缺失')], max_length=10, verbose_name='类别')),
                ('name', models.CharField(max_length=120, verbose_name='标题或段首句')),
                ('text', models.TextField(blank=True, verbose_name='现行文字')),
                ('in_force', models.BooleanField(default=True, verbose_name='现行')),
                ('search', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.comparison.Coalesce(models.F('text'), models.Value(''), output_field=models.TextField()), function='gangmu_bigrams'), output_field=django.contrib.postgres.search.SearchVectorField(), verbose_name='检索')),
                ('created_by', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department', verbose_name='部门')),
            ],
            options={
                'verbose_name': '条款',
                'verbose_name_plural': '条款',
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('origin', models.CharField(choices=[('人工', '人工'), ('导入', '导入'), ('接口', '接口'), ('模拟', '模拟')], default='人工', editable=False, max_length=2, verbose_name='来源')),
                ('area_code', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='区域代码')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='作废原因')),
                ('code', models.GeneratedField(db_persist=True, expression=models.Func(models.Value('CN'), models.F('id'), function='gangmu_code'), output_field=models.CharField(max_length=40), unique=True, verbose_name='编号')),
                ('position', models.PositiveIntegerField(verbose_name='次序')),
                ('text', models.TextField(verbose_name='承诺')),
                ('strength', models.CharField(choices=[('must', '必须'), ('will', '将要'), ('strive', '力争'), ('explore', '探索')], max_length=10, verbose_name='力度')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('指标', '指标'), ('数量', '数量'), ('时限', '时限'), ('项目', '项目'), ('机制', '机制'), ('信息系统', '信息系统'), ('禁止', '禁止'), ('上限', '上限')], max_length=12), blank=True, default=list, size=None, verbose_name='类别')),
                ('in_force', models.BooleanField(default=True, verbose_name='现行')),
                ('search', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.comparison.Coalesce(models.F('text'), models.Value(''), output_field=models.TextField()), function='gangmu_bigrams'), output_field=django.contrib.postgres.search.SearchVectorField(), verbose_name='检索')),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='outline.clause', verbose_name='条款')),
                ('created_by', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department', verbose_name='部门')),
            ],
            options={
                'verbose_name': '承诺',
                'verbose_name_plural': '承诺',
            },
        ),
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20, verbose_name='动词')),
                ('object', models.CharField(max_length=300, verbose_name='对象')),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='outline.commitment', verbose_name='承诺')),
            ],
            options={
                'verbose_name': '举措',
                'verbose_name_plural': '举措',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('origin', models.CharField(choices=[('人工', '人工'), ('导入', '导入'), ('接口', '接口'), ('模拟', '模拟')], default='人工', editable=False, max_length=2, verbose_name='来源')),
                ('area_code', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='区域代码')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='作废原因')),
                ('code', models.GeneratedField(db_persist=True, expression=models.Func(models.Value('GH'), models.F('id'), function='gangmu_code'), output_field=models.CharField(max_length=40), unique=True, verbose_name='编号')),
                ('title', models.CharField(max_length=200, unique=True, verbose_name='名称')),
                ('period_start', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='起始年')),
                ('period_end', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='结束年')),
                ('vision_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='远景年')),
                ('created_by', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department', verbose_name='部门')),
            ],
            options={
                'verbose_name': '规划',
                'verbose_name_plural': '规划',
            },
        ),
        migrations.CreateModel(
            name='Contradiction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('origin', models.CharField(choices=[('人工', '人工'), ('导入', '导入'), ('接口', '接口'), ('模拟', '模拟')], default='人工', editable=False, max_length=2, verbose_name='来源')),
                ('area_code', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='区域代码')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='作废原因')),
                ('code', models.GeneratedField(db_persist=True, expression=models.Func(models.Value('BY'), models.F('id'), function='gangmu_code'), output_field=models.CharField(max_length=40), unique=True, verbose_name='编号')),
                ('kind', models.CharField(choices=[('figure', '两个数值'), ('met', '目标低于现状'), ('count', '数目不合'), ('double', '项目重出'), ('bound', '口径不同'), ('name', '名称不一')], max_length=10, verbose_name='类别')),
                ('subject', models.CharField(max_length=120, verbose_name='事项')),
                ('what', models.TextField(verbose_name='说明')),
                ('confidence', models.DecimalField(decimal_places=2, max_digits=3, verbose_name='把握')),
                ('in_force', models.BooleanField(default=True, verbose_name='现行')),
                ('decision', models.CharField(choices=[('待核对', '待核对'), ('属实', '属实'), ('不成立', '不成立')], default='待核对', max_length=3, verbose_name='核对结论')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='核对意见')),
                ('created_by', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department', verbose_name='部门')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contradictions', to='outline.plan', verbose_name='规划')),
            ],
            options={
                'verbose_name': '前后不一',
                'verbose_name_plural': '前后不一',
            },
        ),
        migrations.AddField(
            model_name='commitment',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='outline.plan', verbose_name='规划'),
        ),
        migrations.AddField(
            model_name='clause',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='outline.plan', verbose_name='规划'),
        ),
        migrations.CreateModel(
            name='Quantity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='数')),
                ('unit', models.CharField(blank=True, max_length=40, verbose_name='单位')),
                ('bound', models.CharField(choices=[('=', ''), ('>=', '不少于'), ('<=', '不超过'), ('~', '约'), ('range', ''), ('delta+', '增加'), ('delta-', '减少')], max_length=8, verbose_name='界')),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quantities', to='outline.commitment', verbose_name='承诺')),
            ],
            options={
                'verbose_name': '数量',
                'verbose_name_plural': '数量',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Side',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('where', models.CharField(max_length=200, verbose_name='出处')),
                ('figure', models.CharField(blank=True, max_length=80, verbose_name='写作')),
                ('state', models.CharField(blank=True, max_length=40, verbose_name='时点')),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outline.clause', verbose_name='条款')),
                ('contradiction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sides', to='outline.contradiction', verbose_name='前后不一')),
            ],
            options={
                'verbose_name': '所在之处',
                'verbose_name_plural': '所在之处',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('stage', models.CharField(choices=[('framework', '框架（征求意见稿）'), ('outline', '纲要'), ('adjusted', '调整后纲要')], max_length=10, verbose_name='阶段')),
                ('file_name', models.CharField(max_length=255, verbose_name='文件名')),
                ('digest', models.CharField(max_length=64, verbose_name='文件摘要')),
                ('read_at', models.DateTimeField(verbose_name='读入时间')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='outline.plan', verbose_name='规划')),
            ],
            options={
                'verbose_name': '版本',
                'verbose_name_plural': '版本',
                'ordering': ('plan', 'ordinal'),
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(verbose_name='次序')),
                ('kind', models.CharField(choices=[('front', '题头'), ('heading', '标题'), ('paragraph', '正文'), ('table', '表'), ('box', '专栏'), ('item', '专栏项目'), ('gap', '标题缺失')], max_length=10, verbose_name='类别')),
                ('level', models.PositiveSmallIntegerField(null=True, verbose_name='层级')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='编号')),
                ('lead', models.CharField(blank=True, max_length=80, verbose_name='段首句')),
                ('text', models.TextField(verbose_name='文字')),
                ('line', models.PositiveIntegerField(verbose_name='行')),
                ('start', models.PositiveIntegerField(verbose_name='起')),
                ('end', models.PositiveIntegerField(verbose_name='止')),
                ('confidence', models.DecimalField(decimal_places=2, max_digits=3, verbose_name='把握')),
                ('evidence', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None, verbose_name='依据')),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='outline.clause', verbose_name='条款')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='outline.passage', verbose_name='上级')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='outline.version', verbose_name='版本')),
            ],
            options={
                'verbose_name': '段落',
                'verbose_name_plural': '段落',
                'ordering': ('version', 'order'),
            },
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('period_end__gte', models.F('period_start'))), name='outline_plan_period_in_order', violation_error_message='规划期的结束年不得早于起始年。'),
        ),
        migrations.AddConstraint(
            model_name='contradiction',
            constraint=models.UniqueConstraint(fields=('plan', 'kind', 'subject'), name='outline_contradiction_once'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['search'], name='outline_commitment_search'),
        ),
        migrations.AddIndex(
            model_name='clause',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['search'], name='outline_clause_search'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('plan', 'ordinal'), name='outline_version_ordinal_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('plan', 'digest'), name='outline_version_document_once', violation_error_message='这份文件已经读入过。'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.UniqueConstraint(fields=('version', 'order'), name='outline_passage_order_once'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.UniqueConstraint(fields=('version', 'clause'), name='outline_passage_clause_once'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='outline_passage_span'),
        ),
    ]
