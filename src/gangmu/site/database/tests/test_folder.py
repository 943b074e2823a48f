"""The data folder of the embedded server: who may enter, what it refuses and in which words."""

import os
import stat
from pathlib import Path

import psycopg
import pytest

from gangmu.site.database.account import account_for
from gangmu.site.database.address import Address, DatabaseUnavailable
from gangmu.site.database.folder import DataFolder
from gangmu.site.database.server import ensure_running, leave, status

pytestmark = pytest.mark.slow


def test_locked_up_and_durable(running: Path) -> None:
    address = ensure_running(running)
    folder = DataFolder(running)
    modes = {name: stat.S_IMODE((running / name).stat().st_mode) for name in ("postgres.password", "run", "postgres")}
    assert modes == {"postgres.password": 0o600, "run": 0o700, "postgres": 0o700}
    rules = [line.split() for line in (folder.cluster / "pg_hba.conf").read_text().splitlines() if line[:1].isalpha()]
    assert {rule[-1] for rule in rules} == {"scram-sha-256"}
    with psycopg.connect(address.dsn()) as connection:
        shown = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]  # type: ignore[index]
            for name in ("fsync", "synchronous_commit", "full_page_writes", "timezone", "jit", "listen_addresses")
        }
        assert shown == {
            "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on",
            "timezone": "Asia/Shanghai", "jit": "off", "listen_addresses": "",
        }  # fmt: skip
        assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
        assert connection.execute("SELECT '纲' ~ '\\w', lower('É'), '纲' < '网'").fetchone() == (True, "é", True)
    assert address.password not in repr(address) + str(address)


def test_wrong_password(running: Path) -> None:
    file = running / "postgres.password"
    right = file.read_text(encoding="ascii")
    file.write_text("another", encoding="ascii")
    with pytest.raises(DatabaseUnavailable, match=r"口令文件 .*postgres.password 里的口令.*不符"):
        ensure_running(running)
    file.unlink()
    with pytest.raises(DatabaseUnavailable, match=r"口令文件 .*不见了"):
        ensure_running(running)
    file.write_text(right, encoding="ascii")
    file.chmod(0o600)
    ensure_running(running)


def test_data_that_will_not_open(data: Path) -> None:
    ensure_running(data)
    leave(data)
    (data / "postgres/global/pg_control").unlink()
    with pytest.raises(DatabaseUnavailable, match=r"启动不了（.*pg_control.*）；详情见"):
        ensure_running(data)
    (data / "postgres/PG_VERSION").write_text("17\n", encoding="ascii")
    with pytest.raises(DatabaseUnavailable, match=r"PostgreSQL 17 的数据，本程序自带的是 18.*pg_dump"):
        ensure_running(data)


def test_folder_that_is_no_cluster(data: Path) -> None:
    (data / "postgres").mkdir()
    if os.geteuid() == 0:
        os.chown(data / "postgres", 65534, 65534)
    with pytest.raises(DatabaseUnavailable, match="不是 PostgreSQL 的数据"):
        ensure_running(data)


def test_long_path_puts_the_socket_into_the_temporary_folder(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(data))
    deep = data / ("深" * 30) / "var"
    deep.parent.mkdir(mode=0o711)
    place = Path(ensure_running(deep).host)
    assert place.parent == data
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    leave(deep)
    place.chmod(0o777)
    with pytest.raises(DatabaseUnavailable, match=r"不是账户 .* 独有的"):
        ensure_running(deep)
    monkeypatch.setenv("TMPDIR", str(deep))
    with pytest.raises(DatabaseUnavailable, match=r"套接字文件夹 .* 的路径太长（系统只允许 107 字节）"):
        ensure_running(deep)


@pytest.mark.parametrize("name", ["a$HOME", 'a"b', "a`b"])
def test_path_that_the_shell_would_read_otherwise(data: Path, name: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="PostgreSQL 的启动程序会读错"):
        ensure_running(data / name)


def test_path_with_spaces_quotes_and_a_comma(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(data))
    address = ensure_running(data / "it's a 文件夹, 大")
    assert written_nothing(address)
    leave(data / "it's a 文件夹, 大")


def written_nothing(address: Address) -> bool:
    with psycopg.connect(address.dsn()) as connection:
        return connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_command_that_never_gives_the_lock_back(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = DataFolder(data)
    folder.prepare()
    monkeypatch.setattr("gangmu.site.database.server.LOCK_SECONDS", 0.1)
    with folder.locked(1), pytest.raises(DatabaseUnavailable, match="另一个 gangmu 命令正在启动或停止"):
        ensure_running(data)


def test_missing_programs(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gangmu.site.database.binaries.MAJOR", 17)
    with pytest.raises(DatabaseUnavailable, match=r"缺少 PostgreSQL 17 的 .*initdb"):
        ensure_running(data)


class TestRoot:
    """Root lends the server an account."""

    pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="只有 root 会借用别的账户运行数据库")

    def test_owner_is_the_account(self, running: Path) -> None:
        server = status(running).pid
        account = account_for(DataFolder(running).cluster, os.environ)
        assert account.uid != 0
        assert Path(f"/proc/{server}").stat().st_uid == (running / "run").stat().st_uid == account.uid
        assert (running / "postgres.password").stat().st_uid == 0

    def test_folder_that_the_account_cannot_enter(self, data: Path) -> None:
        shut = data / "shut"
        shut.mkdir(mode=0o700)
        with pytest.raises(DatabaseUnavailable, match=f"进不了文件夹 {shut}；请执行 chmod o\\+x {shut}"):
            ensure_running(shut / "var")

    @pytest.mark.parametrize(("name", "sentence"), [("nobody-here", "不存在"), ("root", "不能是 root")])
    def test_account_that_will_not_do(self, data: Path, name: str, sentence: str) -> None:
        with pytest.raises(DatabaseUnavailable, match=f"GANGMU_DB_ACCOUNT .*{sentence}"):
            ensure_running(data, {"GANGMU_DB_ACCOUNT": name})

    def test_account_of_an_existing_cluster_stays(self, running: Path) -> None:
        with pytest.raises(DatabaseUnavailable, match=r"属于账户 .*，而 GANGMU_DB_ACCOUNT 是 nobody"):
            ensure_running(running, {"GANGMU_DB_ACCOUNT": "nobody"})

    def test_another_account_cannot_use_it(self, running: Path) -> None:
        with psycopg.connect(ensure_running(running).dsn()) as ours:
            child = os.fork()
            if child == 0:  # not even a Python of its own need be readable to it
                os.setgid(65534)
                os.setuid(65534)
                refused = 0
                for attempt in (
                    lambda: ensure_running(running),
                    lambda: psycopg.connect(f"host={running / 'run'} user=postgres"),
                ):
                    try:
                        attempt()
                    except (DatabaseUnavailable, psycopg.OperationalError):
                        refused += 1
                os._exit(refused)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2
            assert ours.execute("SELECT 1").fetchone() == (1,)
