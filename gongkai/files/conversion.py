"""Old and foreign office files (doc, wps, xls, et, ppt, dps, rtf, odt, ods) by LibreOffice, where it is installed.

The original is what is kept and published; the conversion only lends its words to the readers. LibreOffice is a large
program fed with files from anywhere, so every run gets a profile of its own in a folder that vanishes, macros switched
off, no network where the system lets us take it away, limits on time, memory and output, and is killed with all its
children at the end. One run at a time on a machine: several would only fight for the same memory.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from gongkai.refusals import NotLawful

# Kind → (the ending LibreOffice knows it by, kind it becomes, export filter, package that brings the module).
TARGETS = {
    "doc": ("doc", "docx", "docx:MS Word 2007 XML", "libreoffice-writer-nogui"),
    "wps": ("doc", "docx", "docx:MS Word 2007 XML", "libreoffice-writer-nogui"),
    "rtf": ("rtf", "docx", "docx:MS Word 2007 XML", "libreoffice-writer-nogui"),
    "odt": ("odt", "docx", "docx:MS Word 2007 XML", "libreoffice-writer-nogui"),
    "xls": ("xls", "xlsx", "xlsx:Calc MS Excel 2007 XML", "libreoffice-calc-nogui"),
    "et": ("xls", "xlsx", "xlsx:Calc MS Excel 2007 XML", "libreoffice-calc-nogui"),
    "ods": ("ods", "xlsx", "xlsx:Calc MS Excel 2007 XML", "libreoffice-calc-nogui"),
    "ppt": ("ppt", "pdf", "pdf:impress_pdf_Export", "libreoffice-impress-nogui"),
    "dps": ("ppt", "pdf", "pdf:impress_pdf_Export", "libreoffice-impress-nogui"),
}
MODULES = {"docx": "libswlo.so", "xlsx": "libsclo.so", "pdf": "libsdlo.so"}
PROGRAMS = ("soffice", "libreoffice")
SECONDS_LIMIT = 60
WAIT_LIMIT = 180  # seconds for other conversions to finish
MEMORY_LIMIT = 3 * 1024**3  # bytes of address space; an empty LibreOffice maps about 1 GB of it
OUTPUT_LIMIT = 200 * 1024**2

# Before LibreOffice starts: limits, and no network. Taking the network away needs a right that containers often lack;
# the profile's proxy (a closed port of this machine) is the second fence.
_LAUNCHER = """
import ctypes, os, resource, sys
memory, seconds, output = (int(value) for value in sys.argv[1:4])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
library = ctypes.CDLL(None, use_errno=True)
NEWNET, NEWUSER = 0x40000000, 0x10000000
if hasattr(library, "unshare") and library.unshare(NEWNET) != 0:
    library.unshare(NEWUSER | NEWNET)
os.execv(sys.argv[4], sys.argv[4:])
"""
_SETTING = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def program() -> str:
    """Where LibreOffice lies, "" where it is not installed."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), "")


def convert(name: str, data: bytes, kind: str) -> tuple[str, bytes]:
    """(file name, content) of `data` as docx, xlsx or pdf. `kind` is one of TARGETS.

    Raises NotLawful("files.no_converter") where LibreOffice or its module is not installed, and
    NotLawful("files.unreadable") when it gives nothing, needs more than the limits, or others keep it busy.
    """
    path = program()
    ending, target, export, package = TARGETS[kind]
    if not path:
        raise _missing(name, kind, "libreoffice-writer-nogui、libreoffice-calc-nogui")
    if not _has_module(path, target):
        raise _missing(name, kind, package)
    with _one_at_a_time(name), tempfile.TemporaryDirectory(prefix="gongkai-office-") as folder:
        work = Path(folder)
        (work / f"in.{ending}").write_bytes(data)
        _write_profile(work / "profile")
        finished = _run(path, work, f"in.{ending}", export)
        made = work / f"in.{target}"
        if made.is_file() and made.stat().st_size:
            return f"{name.rpartition('.')[0] or name}.{target}", made.read_bytes()
    raise _defeated(name, "转换没有结果" if finished else "转换用时过长")


def _has_module(path: str, target: str) -> bool:
    """Whether the module that writes `target` lies beside the program; True where it cannot be told."""
    folder = Path(path).resolve().parent
    known = [module for module in MODULES.values() if (folder / module).exists()]
    return not known or MODULES[target] in known


def _write_profile(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "".join(_SETTING.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )


def _run(path: str, work: Path, source: str, export: str) -> bool:
    """Whether it ended by itself in time."""
    limits = [str(MEMORY_LIMIT), str(SECONDS_LIMIT), str(OUTPUT_LIMIT)]
    flags = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--convert-to", export]
    command = [
        *(sys.executable, "-I", "-c", _LAUNCHER, *limits, path),
        *(f"-env:UserInstallation={(work / 'profile').as_uri()}", *flags, "--outdir", str(work), str(work / source)),
    ]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(work), "TMPDIR": str(work), "LC_ALL": "C.UTF-8"}
    child = subprocess.Popen(  # noqa: S603 - the installed program, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=work,
        env=environment,
        start_new_session=True,
    )
    try:
        child.wait(timeout=SECONDS_LIMIT)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        with contextlib.suppress(ProcessLookupError):  # soffice starts children; all of them end with it
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


@contextlib.contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    path = Path(tempfile.gettempdir()) / f"gongkai-office-{os.getuid()}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        until = time.monotonic() + WAIT_LIMIT
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise _defeated(name, "正在转换的文件太多") from None
                time.sleep(0.1)
        yield
    finally:
        os.close(descriptor)


def _missing(name: str, kind: str, package: str) -> NotLawful:
    target = TARGETS[kind][1]
    return NotLawful(
        "files.no_converter",
        f"“{name}”要先转换才能读取，这台服务器上没有安装所需的LibreOffice组件。文件可以作为附件保存，内容须人工核对。",
        remedy=f"请把文件另存为{target}格式再上传；或者请系统管理员安装{package}。",
        package=package,
    )


def _defeated(name: str, what: str) -> NotLawful:
    return NotLawful(
        "files.unreadable",
        f"文件“{name}”无法读取（{what}）。",
        remedy="请用原来的软件另存为docx、xlsx或者pdf再上传；仍不行的，请直接录入正文。",
        reason=what,
    )
