"""A process that ends with the one that started it, so that a killed server leaves nothing behind on its port."""

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1  # prctl(2)


def end_with_parent() -> None:
    """Asks Linux to send SIGTERM to this process when its parent dies, even by `kill -9`."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(143)
