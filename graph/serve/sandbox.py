"""What a process that evaluates may not do, kept by the kernel: grow, open a socket, outlive its parent."""

from __future__ import annotations

import ctypes
import platform
import resource
import signal
import struct
import sys

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _ERRNO_EACCES, _KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # the three BPF instructions used: ld [k], jeq k, ret k
_ARCHITECTURES = {"x86_64": (0xC000003E, 41, 53), "aarch64": (0xC00000B7, 198, 199)}  # audit number, socket, socketpair
_MAX_32_BIT_CALL = 0x40000000


def confine(memory: int) -> None:
    """Limit the address space to ``memory`` MiB, write no core, and die with the parent."""
    size = memory << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def close_network() -> bool:
    """Refuse this process, for good, every new socket; gives False where the kernel cannot be told to."""
    known = _ARCHITECTURES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    program = ctypes.create_string_buffer(_filter(*known))
    count = len(program.raw) // 8
    loaded = struct.pack("HxxxxxxP", count, ctypes.addressof(program))
    libc = _libc()
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    loader = ctypes.create_string_buffer(loaded, len(loaded))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, loader, 0, 0) == 0)


def _filter(architecture: int, socket: int, socketpair: int) -> bytes:
    """Give the BPF program: a foreign architecture's calls kill, socket and socketpair fail with EACCES."""
    instructions = [
        (_LOAD, 0, 0, 4),  # seccomp_data.arch
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # seccomp_data.nr
        (_EQUAL, 3, 0, socket),
        (_EQUAL, 2, 0, socketpair),
        (0x35, 1, 0, _MAX_32_BIT_CALL),  # jge k: the x32 calls, which would go round the numbers above
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERRNO_EACCES),
    ]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
