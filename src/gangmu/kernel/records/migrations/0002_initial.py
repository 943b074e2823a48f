import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('records', '0001_ground'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('type', models.CharField(max_length=120, verbose_name='类型')),
                ('source', models.CharField(max_length=120, verbose_name='来源')),
                ('subject', models.UUIDField(verbose_name='记录')),
                ('time', models.DateTimeField(verbose_name='时间')),
                ('data', models.JSONField(default=dict, verbose_name='数据')),
            ],
            options={
                'verbose_name': '事件',
                'verbose_name_plural': '事件',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True, verbose_name='封存号')),
                ('sealed_at', models.DateTimeField(verbose_name='封存时间')),
                ('day', models.DateField(db_index=True, verbose_name='日期')),
                ('count', models.PositiveIntegerField(verbose_name='条数')),
                ('total', models.PositiveBigIntegerField(verbose_name='累计条数')),
                ('algorithm', models.CharField(max_length=10, verbose_name='算法')),
                ('merkle', models.CharField(max_length=128, verbose_name='默克尔根')),
                ('previous', models.CharField(blank=True, max_length=128, verbose_name='上一封存')),
                ('root', models.CharField(max_length=128, verbose_name='封存根')),
            ],
            options={
                'verbose_name': '封存',
                'verbose_name_plural': '封存',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('system', models.CharField(max_length=60, verbose_name='系统')),
                ('rule', models.CharField(max_length=60, verbose_name='规则')),
                ('register', models.CharField(max_length=100, verbose_name='登记表')),
                ('uid', models.UUIDField(verbose_name='记录')),
                ('severity', models.CharField(choices=[('hint', '提示'), ('warning', '预警'), ('breach', '违规')], max_length=10, verbose_name='程度')),
                ('message', models.TextField(verbose_name='说明')),
                ('basis', models.CharField(max_length=200, verbose_name='依据')),
                ('first_seen', models.DateTimeField(verbose_name='首次发现')),
                ('last_seen', models.DateTimeField(verbose_name='最近发现')),
                ('cleared_at', models.DateTimeField(blank=True, null=True, verbose_name='消除时间')),
            ],
            options={
                'verbose_name': '发现',
                'verbose_name_plural': '发现',
                'ordering': ('-first_seen', 'id'),
                'indexes': [models.Index(fields=['register', 'uid'], name='records_finding_subject')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cleared_at', None)), fields=('system', 'rule', 'register', 'uid'), name='records_finding_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('register', models.CharField(max_length=100, verbose_name='登记表')),
                ('subject', models.UUIDField(verbose_name='记录')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('media_type', models.CharField(max_length=100, verbose_name='类型')),
                ('at', models.DateTimeField(verbose_name='上传时间')),
                ('by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'ordering': ('register', 'subject', 'id'),
                'indexes': [models.Index(fields=['sha256'], name='records_attachment_sha256')],
                'constraints': [models.UniqueConstraint(fields=('register', 'subject', 'sha256', 'name'), name='records_attachment_once', violation_error_message='这条记录已有同名且内容相同的附件。')],
            },
        ),
        migrations.CreateModel(
            name='ImportReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('register', models.CharField(max_length=100, verbose_name='登记表')),
                ('file_name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64, verbose_name='文件摘要')),
                ('created', models.PositiveIntegerField(verbose_name='新增')),
                ('amended', models.PositiveIntegerField(verbose_name='修改')),
                ('unchanged', models.PositiveIntegerField(verbose_name='未变')),
                ('at', models.DateTimeField(verbose_name='导入时间')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
            ],
            options={
                'verbose_name': '导入回执',
                'verbose_name_plural': '导入回执',
                'ordering': ('-id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('created__gt', 0)), fields=('register', 'sha256'), name='records_import_adds_once')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=100, verbose_name='登记表')),
                ('uid', models.UUIDField(verbose_name='记录')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department', verbose_name='参与部门')),
            ],
            options={
                'verbose_name': '参与部门',
                'verbose_name_plural': '参与部门',
                'constraints': [models.UniqueConstraint(fields=('register', 'uid', 'department'), name='records_participant_once')],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=100, verbose_name='登记表')),
                ('uid', models.UUIDField(verbose_name='记录')),
                ('number', models.PositiveIntegerField(verbose_name='序号')),
                ('verb', models.CharField(max_length=40, verbose_name='动作')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('body', models.JSONField(default=dict, verbose_name='内容')),
                ('algorithm', models.CharField(default='sha256', max_length=10, verbose_name='算法')),
                ('previous', models.CharField(blank=True, max_length=128, verbose_name='上一条摘要')),
                ('digest', models.CharField(max_length=128, verbose_name='摘要')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('seal', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='records.seal', verbose_name='封存')),
            ],
            options={
                'verbose_name': '台账',
                'verbose_name_plural': '台账',
                'ordering': ('register', 'uid', 'number'),
                'indexes': [models.Index(condition=models.Q(('seal', None)), fields=['id'], name='records_entry_unsealed'), models.Index(condition=models.Q(('seal__isnull', False)), fields=['seal', 'id'], name='records_entry_sealed')],
                'constraints': [models.UniqueConstraint(fields=('register', 'uid', 'number'), name='records_entry_number_once')],
            },
        ),
    ]
