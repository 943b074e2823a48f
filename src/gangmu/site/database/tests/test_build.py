"""An empty database built from the models of a small project, against the same one replayed from its migrations."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from gangmu.site.database.address import Address
from gangmu.site.database.schema import compare_schemas, schema_of
from gangmu.site.database.server import ensure_running

pytestmark = pytest.mark.slow


def run(action: str, address: Address) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "gangmu.site.database.tests.small", action, address.dsn()]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def result(action: str, address: Address) -> Any:
    done = run(action, address)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refusal(action: str, address: Address) -> str:
    done = run(action, address)
    assert done.returncode == 1, done.stdout
    return done.stderr.strip().splitlines()[-1]


def execute(address: Address, statement: str) -> None:
    with psycopg.connect(address.dsn()) as connection:
        connection.execute(statement.encode())


@pytest.fixture(scope="module")
def server(running: Path) -> Address:
    return ensure_running(running)


@pytest.fixture
def empty(server: Address) -> Iterator[Address]:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE small TEMPLATE template0")
        yield server.named("small")
        connection.execute("DROP DATABASE small WITH (FORCE)")


@pytest.fixture(scope="module")
def whole(server: Address) -> str:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE whole TEMPLATE template0")
    assert result("prepare", server.named("whole")) == "built"
    return str(result("schema", server.named("whole")))


def test_built_equals_replayed(server: Address, empty: Address) -> None:
    assert result("drift", empty) == ""
    assert result("prepare", empty) == "built"
    built, history = result("schema", empty), result("applied", empty)
    assert result("prepare", empty) == "current"
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("DROP DATABASE small WITH (FORCE)")
        connection.execute("CREATE DATABASE small TEMPLATE template0")
    assert result("replay", empty) == "replayed"
    assert compare_schemas(built, result("schema", empty)) == ""
    assert history == result("applied", empty)
    assert ["nouns", "0002_kind"] in history
    for entry in (
        "table public.procrastinate_jobs",
        "column public.nouns_thing.key text",
        "trigger public.nouns_thing.small_stays",
        "function public.small_key(words text)",
        "constraint public.nouns_person_groups",
        "enum public.procrastinate_job_status",
        "constraint public.verbs_lifting.verbs_lifting_by_id",
    ):
        assert f"\n{entry}" in built, entry


DIFFERENCES = (
    "ALTER TABLE nouns_person ALTER email TYPE varchar(21)",
    "ALTER TABLE nouns_thing DROP CONSTRAINT named",
    "ALTER TABLE nouns_thing ALTER kind DROP DEFAULT",
    "ALTER TABLE nouns_stone ALTER grams DROP NOT NULL",
    "ALTER TABLE verbs_lifting ALTER id SET GENERATED ALWAYS",
    "ALTER TABLE nouns_thing DISABLE TRIGGER small_stays",
    "DROP INDEX nouns_thing_kind_2eb2d9_idx",
    "CREATE OR REPLACE FUNCTION small_key(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT words $$",
    "ALTER TYPE procrastinate_job_status ADD VALUE 'lost'",
)


def test_every_difference_is_seen(empty: Address) -> None:
    assert result("prepare", empty) == "built"
    with psycopg.connect(empty.dsn(), autocommit=True) as connection:
        before = schema_of(connection)
        assert compare_schemas(result("schema", empty), before) == ""
        for difference in DIFFERENCES:
            connection.execute(difference.encode())
            after = schema_of(connection)
            assert compare_schemas(before, after) != "", difference
            before = after


@pytest.mark.parametrize("moment", ["die-amid-third-parties", "die-amid-own-tables", "die-late"])
def test_killed_build_goes_on(empty: Address, whole: str, moment: str) -> None:
    assert run(moment, empty).returncode == -signal.SIGKILL
    with psycopg.connect(empty.dsn()) as connection:
        ours = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE tablename ~ '^(nouns|verbs|account)_'"
        ).fetchone()
    assert ours == (0,)
    assert result("prepare", empty) == "built"
    assert compare_schemas(whole, result("schema", empty)) == ""


def test_history_is_replayed_where_data_is(empty: Address) -> None:
    assert result("prepare", empty) == "built"
    execute(
        empty,
        """
        DELETE FROM django_migrations WHERE app = 'nouns' AND name = '0002_kind';
        DROP TRIGGER small_stays ON nouns_thing;
        DROP FUNCTION small_refuse;
        ALTER TABLE nouns_thing DROP kind;
        CREATE INDEX nouns_thing_name_621bfa_idx ON nouns_thing (name);
        CREATE UNIQUE INDEX one_alone ON nouns_thing (name) WHERE name = '独';
        INSERT INTO nouns_thing (name) VALUES ('旧');
        """,
    )
    assert result("prepare", empty) == "migrated"
    with psycopg.connect(empty.dsn()) as connection:
        assert connection.execute("SELECT name, kind FROM nouns_thing").fetchall() == [("旧", "石")]
    assert result("prepare", empty) == "current"


def test_progress_ends_where_it_said(empty: Address) -> None:
    seen = result("steps", empty)
    assert [done for _, done, _ in seen] == list(range(len(seen)))
    assert {of for *_, of in seen} == {len(seen) - 1}
    assert seen[-1][0] == "完成"


def test_what_it_will_not_touch(empty: Address) -> None:
    execute(empty, "CREATE TABLE theirs (x int)")
    assert "已有别的表或数据（如 theirs）" in refusal("prepare", empty)
    execute(empty, "DROP TABLE theirs; CREATE TABLE nouns_thing (x int)")
    assert "已有别的表或数据（如 nouns_thing）" in refusal("prepare", empty)
    execute(empty, "DROP TABLE nouns_thing")
    assert result("prepare", empty) == "built"
    execute(empty, "INSERT INTO django_migrations (app, name, applied) VALUES ('nouns', '0009_later', now())")
    assert "由更新的版本写过（nouns 的 0009_later）" in refusal("prepare", empty)
    execute(
        empty, "DELETE FROM django_migrations WHERE name = '0009_later'; COMMENT ON TABLE django_migrations IS 'else'"
    )
    assert "迁移历史相同" in refusal("prepare", empty)
