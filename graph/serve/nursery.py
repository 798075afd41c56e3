"""The process that the workers are forked from: all is imported and nothing opened, so that a fork is ready at once.

It is told, one message a worker, how much memory it may have, with a handle on the release to open and the two ends
that the worker is to use. It ends, and the workers with it, when the server does.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

_MESSAGE = 64


class Nursery:
    """The server's side: starts the process, and asks it for workers."""

    def __init__(self) -> None:
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {**os.environ, "MALLOC_ARENA_MAX": "2"}  # each arena takes 64 MiB of address space
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", __name__, str(theirs.fileno())], pass_fds=[theirs.fileno()], env=environment
        )
        self._channel = mine
        theirs.close()

    @property
    def alive(self) -> bool:
        """Tell whether it can still be asked."""
        return self._process.poll() is None

    def fork(self, channel: socket.socket, errors: int, release: int, memory: int) -> None:
        """Ask for a worker that reads its tasks from ``channel`` and writes what goes wrong to ``errors``.

        ``release`` is a handle on the folder that it is to open.
        """
        socket.send_fds(self._channel, [str(memory).encode()], [channel.fileno(), errors, release])

    def close(self) -> None:
        """End the process and all its workers."""
        self._channel.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def main(descriptor: int) -> None:
    """Fork workers as told until the server goes."""
    import rdflib.plugins.sparql.parser  # noqa: F401 - 200 ms that no worker has to wait for

    from .worker import start

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the server, which lets work finish
    with socket.socket(fileno=descriptor) as channel:
        while True:
            said, files, _, _ = socket.recv_fds(channel, _MESSAGE, 3)
            if not said:
                return
            if os.fork() == 0:
                channel.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                start(socket.socket(fileno=files[0]), files[1], files[2], int(said))
            for file in files:
                os.close(file)


if __name__ == "__main__":
    main(int(sys.argv[1]))
