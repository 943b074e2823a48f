"""A process told apart from a later one with the same number, as /proc shows it."""

from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def start_mark(pid: int) -> str | None:
    """When the process began, as boot of the machine and clock ticks since; None where it is gone or only a corpse.

    The number of a process is given out again, after a reboot at the latest; number and start mark together are not.
    """
    with suppress(OSError):
        # proc(5): the second field is the program's name in brackets and may hold anything; state is field 3, start
        # time field 22.
        fields = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        if fields[0] not in {"Z", "X"}:
            return f"{(PROC / 'sys/kernel/random/boot_id').read_text(encoding='ascii').strip()}:{fields[19]}"
    return None


def number_taken(pid: int) -> bool:
    """Whether the number is in use at all, be it by a corpse that nobody has collected."""
    return (PROC / str(pid)).exists()


def command_line(pid: int) -> list[str]:
    """The words the process was started with; empty where none runs."""
    with suppress(OSError):
        return (
            (PROC / str(pid) / "cmdline").read_text(encoding="utf-8", errors="surrogateescape").rstrip("\0").split("\0")
        )
    return []
