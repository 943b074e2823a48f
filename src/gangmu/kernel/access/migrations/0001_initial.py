import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                ('short_name', models.CharField(max_length=20, verbose_name='简称')),
                ('duties', models.CharField(blank=True, max_length=300, verbose_name='职责关键词')),
                ('check_state', models.CharField(choices=[('待核', '待核'), ('已核', '已核')], default='待核', max_length=2, verbose_name='核实')),
                ('check_reason', models.CharField(blank=True, max_length=200, verbose_name='待核说明')),
            ],
            options={
                'verbose_name': '部门',
                'verbose_name_plural': '部门',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='邮箱')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '用户',
                'verbose_name_plural': '用户',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True, verbose_name='标识')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('level', models.CharField(choices=[('区', '区'), ('街镇', '街镇'), ('社区村', '社区村'), ('网格', '网格')], max_length=3, verbose_name='层级')),
                ('check_state', models.CharField(choices=[('待核', '待核'), ('已核', '已核')], default='待核', max_length=2, verbose_name='核实')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='access.area', verbose_name='上级')),
            ],
            options={
                'verbose_name': '区域',
                'verbose_name_plural': '区域',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('demo', '演示'), ('live', '正式')], max_length=4, verbose_name='性质')),
                ('district_key', models.SlugField(max_length=40, verbose_name='区县资料目录')),
                ('district_name', models.CharField(max_length=40, verbose_name='区县名称')),
                ('since', models.DateTimeField(auto_now_add=True, verbose_name='建库时间')),
            ],
            options={
                'verbose_name': '本库',
                'verbose_name_plural': '本库',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='access_installation_once'), models.CheckConstraint(condition=models.Q(('kind__in', ('demo', 'live'))), name='access_installation_kind')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('leader', '区领导'), ('planner', '规划管理员'), ('department_lead', '部门负责人'), ('handler', '承办人'), ('grid_worker', '网格员'), ('assessor', '评估员'), ('auditor', '审计员'), ('administrator', '系统管理员'), ('firm', '企业'), ('resident', '居民')], max_length=20, verbose_name='角色')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='access.area', verbose_name='区域')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='access.department', verbose_name='部门')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
            ],
            options={
                'verbose_name': '授权',
                'verbose_name_plural': '授权',
                'constraints': [models.UniqueConstraint(fields=('user', 'role', 'department', 'area'), name='access_grant_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ('department_lead', 'handler')), _negated=True), ('department__isnull', False), _connector='OR'), name='access_grant_has_place', violation_error_message='部门负责人和承办人须指明部门。'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'grid_worker'), _negated=True), ('area__isnull', False), _connector='OR'), name='access_grant_has_area', violation_error_message='网格员须指明区域。')],
            },
        ),
    ]
