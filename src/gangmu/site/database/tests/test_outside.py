"""DATABASE_URL: what it may name, and a real older server, Debian's PostgreSQL 15."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from gangmu.site.database import address as address_module
from gangmu.site.database.account import account_for
from gangmu.site.database.address import Address, DatabaseUnavailable, from_url
from gangmu.site.database.server import address_for
from gangmu.site.database.tests.conftest import data_folder
from gangmu.site.database.tests.test_build import result

DEBIAN = Path("/usr/lib/postgresql/15/bin")


def url(address: Address) -> str:
    return f"postgresql://{address.user}:{quote(address.password)}@{quote(address.host, safe='')}/{address.name}"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("mysql://a:b@localhost/plan", "协议是“mysql”"),
        ("plan", "协议是“”"),
        ("postgresql://a:b@localhost", "没有写库名"),
        ("postgresql://a:b@localhost:port/plan", "读不懂"),
        ("postgresql://a:b@[::1/plan", "读不懂"),
        ("postgresql://a:b@localhost/plan?colour=red", "读不懂"),
        ("postgresql://a:secret@127.0.0.1:9/plan", r"a@127\.0\.0\.1:9/plan 连不上（.*refused"),
    ],
)
def test_urls_that_will_not_do(given: str, sentence: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=sentence) as refusal:
        from_url(given)
    assert "secret" not in str(refusal.value)


def test_address_for_django_and_libpq() -> None:
    address = Address("db", 6432, "a", "b c'd", "plan", (("sslmode", "require"),))
    assert address.django() == {
        "ENGINE": "django.db.backends.postgresql", "HOST": "db", "PORT": "6432", "USER": "a", "PASSWORD": "b c'd",
        "NAME": "plan", "OPTIONS": {"sslmode": "require"},
    }  # fmt: skip
    assert psycopg.conninfo.conninfo_to_dict(address.dsn()) == {
        "host": "db", "port": "6432", "user": "a", "password": "b c'd", "dbname": "plan", "sslmode": "require",
    }  # fmt: skip
    assert address.named("other") == replace(address, name="other")


@pytest.fixture(scope="module")
def debian(removals: list[subprocess.Popen[bytes]]) -> Iterator[Address]:
    if not DEBIAN.exists():
        assert os.environ.get("CI") != "true", "CI must have PostgreSQL 15: see .ci/run"
        pytest.skip(f"没有 Debian 的 PostgreSQL 15（{DEBIAN}）；apt-get install postgresql 之后才能检查外部服务器")
    for folder in data_folder(removals):
        account = account_for(folder / "none", os.environ)
        account.own(folder / "pg")
        (folder / "pw").write_text("secret", encoding="ascii")
        (folder / "pw").chmod(0o644)
        place, pg_ctl = str(folder / "pg" / "15"), str(DEBIAN / "pg_ctl")
        initdb = (
            str(DEBIAN / "initdb"),
            "-D",
            place,
            "-U",
            "gangmu",
            "--auth=scram-sha-256",
            f"--pwfile={folder / 'pw'}",
        )
        options = f"-k {folder / 'pg'} -c listen_addresses="
        for command in (
            (*initdb, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
            (pg_ctl, "-D", place, "-w", "-l", str(folder / "pg/log"), "-o", options, "start"),
        ):
            done = account.run(*command)
            assert done.returncode == 0, done.stdout + done.stderr
        try:
            yield Address(str(folder / "pg"), 5432, "gangmu", "secret", "postgres")
        finally:
            account.run(pg_ctl, "-D", place, "-w", "-m", "immediate", "stop")


@pytest.mark.slow
class TestDebian:
    def test_used_when_named(self, debian: Address) -> None:
        assert address_for({"DATABASE_URL": url(debian)}) == debian

    def test_log_in_refused(self, debian: Address) -> None:
        with pytest.raises(DatabaseUnavailable, match=r"连不上（.*password authentication failed"):
            from_url(url(replace(debian, password="wrong")))

    def test_no_such_database(self, debian: Address) -> None:
        with pytest.raises(DatabaseUnavailable, match=r"连不上（.*\"nowhere\" does not exist"):
            from_url(url(debian.named("nowhere")))

    def test_older_than_we_need(self, debian: Address, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(address_module, "OLDEST_MAJOR", 16)
        with pytest.raises(DatabaseUnavailable, match="是 PostgreSQL 15，纲目需要 16 或更新"):
            from_url(url(debian))

    def test_text_that_cannot_hold_chinese(self, debian: Address) -> None:
        with psycopg.connect(debian.dsn(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
        with pytest.raises(DatabaseUnavailable, match="编码是 SQL_ASCII"):
            from_url(url(debian.named("ascii")))

    def test_a_database_is_built_on_it(self, debian: Address) -> None:
        with psycopg.connect(debian.dsn(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE small TEMPLATE template0")
        assert result("prepare", debian.named("small")) == "built"
        assert result("prepare", debian.named("small")) == "current"
