"""The embedded server through kill -9, two starts at once, stale leases."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from gangmu.site.database.account import account_for
from gangmu.site.database.address import Address
from gangmu.site.database.binaries import installed
from gangmu.site.database.folder import DataFolder
from gangmu.site.database.process import start_mark
from gangmu.site.database.server import ensure_running, status, stop

pytestmark = pytest.mark.slow
Command = subprocess.Popen[str]


def command(data: Path, *rows: str) -> Command:
    words = [sys.executable, "-m", "gangmu.site.database.tests.writer", str(data), *rows]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(started: Command) -> str:
    assert started.stdout is not None
    return started.stdout.readline().strip()


def server_of(started: Command) -> int:
    word, _, pid = said(started).partition(" ")
    assert word == "server", started.communicate()
    return int(pid)


def acknowledged(started: Command, at_least: int) -> list[int]:
    return [int(said(started)) for _ in range(at_least)]


def rest(started: Command) -> list[int]:
    out, _ = started.communicate(timeout=30)
    return [int(line) for line in out.splitlines()]


def written(address: Address) -> set[int]:
    with psycopg.connect(address.dsn()) as connection:
        return {row[0] for row in connection.execute("SELECT number FROM written")}


def end(started: Command) -> None:
    out, err = started.communicate(timeout=30)
    assert started.returncode == 0, (out, err)


def test_killed_command_loses_no_acknowledged_row(data: Path) -> None:
    writer = command(data, "1000000")
    server = server_of(writer)
    numbers = acknowledged(writer, 300)
    writer.kill()
    numbers += rest(writer)
    assert status(data).pid == server  # nobody was left to stop it
    assert set(numbers) <= written(ensure_running(data))
    assert status(data).pid == server


def test_killed_postmaster_loses_no_acknowledged_row(data: Path) -> None:
    writer = command(data, "1000000")
    server = server_of(writer)
    numbers = acknowledged(writer, 300)
    os.kill(server, signal.SIGKILL)
    numbers += rest(writer)
    assert writer.returncode != 0
    assert not status(data).running
    assert set(numbers) <= written(ensure_running(data))
    assert status(data).pid not in {None, server}


def test_everything_killed_at_once_loses_no_acknowledged_row(data: Path) -> None:
    writer = command(data, "1000000")
    server = server_of(writer)
    numbers = acknowledged(writer, 300)
    children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    for pid in (writer.pid, server, *map(int, children)):
        os.kill(pid, signal.SIGKILL)
    numbers += rest(writer)
    assert set(numbers) <= written(ensure_running(data))


@pytest.mark.parametrize("moment", [0.15, 0.25, 0.35, 0.5])
def test_command_killed_at_any_moment_of_the_first_start(data: Path, moment: float) -> None:
    first = command(data)
    time.sleep(moment)
    first.kill()
    first.communicate()
    second = command(data, "3")
    server_of(second)
    assert acknowledged(second, 3) == [0, 1, 2]
    end(second)
    assert not status(data).running
    assert not list(data.glob("postgres.new-*/global"))


def test_two_commands_at_the_same_instant_share_one_server(data: Path) -> None:
    commands = [command(data) for _ in range(3)]
    servers = {server_of(started) for started in commands}
    assert len(servers) == 1
    for started in commands:
        end(started)
    assert not status(data).running


def test_second_command_attaches_and_the_last_one_out_stops(data: Path) -> None:
    first, second = command(data), None
    server = server_of(first)
    second = command(data)
    assert server_of(second) == server
    end(first)  # the one that started it goes first
    assert status(data).pid == server
    end(second)
    assert not status(data).running


def test_orphans_of_a_killed_postmaster_are_waited_for(data: Path) -> None:
    address = ensure_running(data)
    server = status(data).pid
    assert server
    busy = psycopg.connect(address.dsn(), autocommit=True)
    backend = busy.info.backend_pid
    busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 12000000)")
    time.sleep(0.1)
    os.kill(server, signal.SIGKILL)
    assert start_mark(backend)
    ensure_running(data)
    assert start_mark(backend) is None  # never two servers on one folder
    busy.close()


def test_lease_with_a_number_that_another_process_bears(data: Path) -> None:
    ensure_running(data)
    folder = DataFolder(data)
    account = account_for(folder.cluster, os.environ)
    old = folder.lease()
    assert old
    os.kill(old.pid, signal.SIGKILL)
    time.sleep(0.3)
    # A stranger of the same account, so that PostgreSQL's own check takes it for a server.
    as_whom = {"user": account.uid, "group": account.gid} if account.borrowed else {}
    stranger = subprocess.Popen(["/bin/sleep", "60"], **as_whom)  # type: ignore[call-overload]
    try:
        pidfile = folder.cluster / "postmaster.pid"
        pidfile.write_text(pidfile.read_text().replace(str(old.pid), str(stranger.pid), 1))
        folder.write_lease(type(old)(stranger.pid, old.started, old.socket))
        by_itself = account.run(installed()["pg_ctl"], "-D", str(folder.cluster), "-w", "-l", "/dev/null", "start")
        assert by_itself.returncode != 0
        assert not status(data).running
        ensure_running(data)
        assert status(data).pid not in {None, old.pid, stranger.pid}
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_server_whose_starter_died_before_writing_the_lease_is_found(running: Path) -> None:
    server = status(running).pid
    DataFolder(running).drop_lease()
    ensure_running(running)
    assert status(running).pid == server


def test_stop_whoever_uses_it(data: Path) -> None:
    assert stop(data) is False
    ensure_running(data)
    assert "正在运行" in str(status(data))
    assert stop(data) is True
    assert "没有运行" in str(status(data))
    assert stop(data) is False
