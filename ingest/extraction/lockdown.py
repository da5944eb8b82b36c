"""Taking rights away from the processes that parse PDFs: limits, namespaces, system calls, files.

Each measure is taken where the system has it; `Protection` says which ones hold.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

try:
    import pyseccomp
except (ImportError, OSError, RuntimeError):  # No Linux, or libseccomp.so.2 is not installed.
    pyseccomp = None

_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_BPF_INSTRUCTION_BYTES = 8

# Landlock (Linux >= 5.13) is reached by number: glibc has no wrappers. The numbers are the same on every architecture.
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_ALL_OF_ABI_1 = (1 << 13) - 1
_LANDLOCK_WRITE_FILE, _LANDLOCK_READ_FILE = 1 << 1, 1 << 2
_LANDLOCK_EXECUTE_AND_READ = 1 | _LANDLOCK_READ_FILE | 1 << 3
_LANDLOCK_WRITING = _LANDLOCK_ALL_OF_ABI_1 & ~_LANDLOCK_EXECUTE_AND_READ
# What a parser may still open: fonts, character maps, and modules imported late.
_READABLE = ("/usr/share", "/usr/lib", "/usr/local/lib", "/lib", "/lib64", "/etc/fonts", "/etc/ld.so.cache")

# What a parser needs once its modules are loaded and its files are open. Everything else gets EPERM.
_NEEDED_CALLS = (
    "read pread64 readv preadv write writev lseek _llseek close fstat fstat64 newfstatat fstatat64 statx stat stat64",
    "lstat lstat64 readlink readlinkat access faccessat faccessat2 getdents getdents64 getcwd fcntl fcntl64 ioctl dup",
    "poll ppoll fadvise64 fadvise64_64 mmap mmap2 munmap mprotect mremap madvise brk futex futex_time64 rt_sigaction",
    "rt_sigprocmask rt_sigreturn sigreturn sigaltstack exit exit_group getrandom clock_gettime clock_gettime64",
    "clock_getres gettimeofday time clock_nanosleep clock_nanosleep_time64 nanosleep sched_yield sched_getaffinity",
    "getpid gettid getppid getuid geteuid getgid getegid sysinfo uname set_robust_list get_robust_list rseq membarrier",
    "getrusage arch_prctl restart_syscall",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """Which measures hold for a reading child; `limits` are time and memory, `files` means it can read only fonts."""

    limits: bool = False
    network: bool = False
    system_calls: bool = False
    files: bool = False

    @property
    def complete(self) -> bool:
        return self.limits and self.network and self.system_calls and self.files

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the measures that this system does not have."""
        return tuple(name for name in ("limits", "network", "system_calls", "files") if not getattr(self, name))


class _FilterProgram(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


class _Ruleset(ctypes.Structure):
    """struct landlock_ruleset_attr of ABI 1."""

    _fields_ = [("handled_access_fs", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    """struct landlock_path_beneath_attr."""

    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def leave_network(*, keep_user: bool = False) -> bool:
    """Move this process into a network of its own without interfaces; return whether that was possible.

    With `keep_user` it stays the same user in its new namespace, which is needed to create files.
    """
    if not sys.platform.startswith("linux"):
        return False
    user, group = os.geteuid(), os.getegid()
    if _libc().unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) != 0:
        return False
    if keep_user:
        own = Path("/proc/self")
        (own / "setgroups").write_text("deny")
        (own / "uid_map").write_text(f"{user} {user} 1")
        (own / "gid_map").write_text(f"{group} {group} 1")
    return True


def leave_files() -> bool:
    """Let this process and its children open only fonts and libraries, for reading; return whether that holds."""
    allowed = dict.fromkeys((*_READABLE, *_library_folders()), _LANDLOCK_EXECUTE_AND_READ)
    return _restrict(_LANDLOCK_ALL_OF_ABI_1, allowed)


def write_only_in(folder: Path) -> bool:
    """Let this process and its children write in one folder and in devices only; return whether that holds."""
    return _restrict(_LANDLOCK_WRITING, {str(folder): _LANDLOCK_WRITING, "/dev": _LANDLOCK_WRITE_FILE})


def _restrict(handled: int, allowed: dict[str, int]) -> bool:
    """Forbid the handled kinds of access to files except beneath the paths that allow them."""
    if not sys.platform.startswith("linux"):
        return False
    libc = _libc()
    attributes = _Ruleset(handled_access_fs=handled)
    ruleset = libc.syscall(_LANDLOCK_CREATE, ctypes.byref(attributes), ctypes.sizeof(attributes), 0)
    if ruleset < 0:
        return False
    try:
        for path, access in allowed.items():
            _allow(libc, ruleset, path, access)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _library_folders() -> set[str]:
    """Return the folders that modules are imported from, the project's own root aside."""
    return {path for path in sys.path if path.endswith(("site-packages", "dist-packages", "lib-dynload"))} | {
        str(Path(os.__file__).parent),
        str(Path(__file__).parent),
    }


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, access: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        # Rights on a single file may not include those on folders.
        granted = access if Path(path).is_dir() else access & (_LANDLOCK_READ_FILE | _LANDLOCK_WRITE_FILE)
        rule = _PathBeneath(allowed_access=granted, parent_fd=handle)
        libc.syscall(_LANDLOCK_ADD, ruleset, 1, ctypes.byref(rule), 0)
    finally:
        os.close(handle)


def compiled_filter() -> bytes:
    """Return the filter of system calls as BPF, so that a child loads it in microseconds; b"" where there is none."""
    if pyseccomp is None:
        return b""
    deny = pyseccomp.ERRNO(errno.EPERM)
    try:
        rules = pyseccomp.SyscallFilter(deny)
        for name in " ".join(_NEEDED_CALLS).split():
            _allow_call(rules, name)
        for name, flags in (("openat", 2), ("open", 1)):
            _allow_call(rules, name, pyseccomp.Arg(flags, pyseccomp.MASKED_EQ, os.O_WRONLY | os.O_RDWR | os.O_CREAT, 0))
        # Asking for a limit is allowed, setting one is not.
        _allow_call(rules, "prlimit64", pyseccomp.Arg(2, pyseccomp.EQ, 0))
        file = os.memfd_create("filter")
        with os.fdopen(file, "w+b") as program:
            rules.export_bpf(program)
            program.seek(0)
            return program.read()
    except OSError:
        return b""


def _allow_call(rules: object, name: str, *conditions: object) -> None:
    try:
        rules.add_rule(pyseccomp.ALLOW, name, *conditions)  # type: ignore[attr-defined]
    except OSError:
        # The call does not exist on this architecture.
        return


def deny_calls(program: bytes) -> bool:
    """Load the compiled filter into this process, for good; return whether it holds."""
    if not program or not sys.platform.startswith("linux"):
        return False
    libc = _libc()
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    filter_program = _FilterProgram(len(program) // _BPF_INSTRUCTION_BYTES, program)
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(filter_program), 0, 0) == 0)


def die_with_parent() -> None:
    if sys.platform.startswith("linux"):
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def set_limits(*, memory_bytes: int, cpu_seconds: int, file_bytes: int = 0) -> bool:
    """Bound memory, processor time, written files and core dumps; return whether memory and time are bounded."""
    bounded = [
        _limit(resource.RLIMIT_AS, memory_bytes),
        _limit(resource.RLIMIT_CPU, cpu_seconds),
    ]
    _limit(resource.RLIMIT_FSIZE, file_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    return all(bounded)


def _limit(kind: int, most: int) -> bool:
    attempt: Callable[[int, tuple[int, int]], None] = resource.setrlimit
    try:
        attempt(kind, (most, most))
    except (ValueError, OSError):
        # macOS refuses RLIMIT_AS.
        return False
    return True
