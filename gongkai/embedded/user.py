"""PostgreSQL refuses to run as root: when we are root, the embedded server runs as a system user of its own.

The user gets only what it needs: its data folder, and permission to *pass through* (not to list) the folders above
it and above the server's programs. `embedded` is the only caller.
"""

import errno
import os
import pwd
import shutil
import stat
import struct
import subprocess
from pathlib import Path

from gongkai.refusals import Refusal

NAME = "gongkai-db"

_ACL = "system.posix_acl_access"
_ACL_VERSION = 2
_USER_OBJ, _USER, _GROUP_OBJ, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NOBODY_IN_PARTICULAR = 0xFFFFFFFF


def needed() -> pwd.struct_passwd | None:
    """The user the server must run as, made if absent; None when we are not root and can run it ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise Refusal(
            "embedded.no_user",
            f"数据库不能以 root 身份运行，而本机没有 useradd 命令，无法建立专用的系统用户 {NAME}。",
            remedy=f"请先建立系统用户 {NAME}，或者改用普通用户运行，或者用 DATABASE_URL 指定数据库服务器。",
        )
    command = [useradd, "--system", "--no-create-home", "--home-dir", "/nonexistent"]
    done = subprocess.run([*command, "--shell", "/usr/sbin/nologin", NAME], check=False, capture_output=True, text=True)  # noqa: S603
    try:
        return pwd.getpwnam(NAME)  # another process may have been faster: what counts is that the user exists
    except KeyError:
        raise Refusal(
            "embedded.no_user",
            f"无法建立运行数据库所需的系统用户 {NAME}：{done.stderr.strip()}。",
            remedy="请以普通用户运行，或者用 DATABASE_URL 指定数据库服务器。",
        ) from None


def own(path: Path, user: pwd.struct_passwd) -> None:
    """Hand a folder and everything in it to `user`; quick when the folder already is the user's."""
    if path.stat().st_uid == user.pw_uid:
        return
    for folder, _, files in os.walk(path):
        for name in files:
            os.chown(os.path.join(folder, name), user.pw_uid, user.pw_gid, follow_symlinks=False)
        os.chown(folder, user.pw_uid, user.pw_gid, follow_symlinks=False)


def let_through(path: Path, user: pwd.struct_passwd) -> None:
    """Let `user` pass through every folder above `path` that is closed to it (a clone below /root, say).

    An access control list opens a folder for this one user; where the file system has none, the folder gets the
    search bit for others (names inside can be used by who knows them, not listed).
    """
    for folder in path.resolve().parents:
        mode = folder.stat()
        if mode.st_uid == user.pw_uid or mode.st_mode & stat.S_IXOTH or _listed(folder, user.pw_uid):
            continue
        try:
            os.setxattr(folder, _ACL, _acl(folder, user.pw_uid))
        except OSError as error:
            if error.errno not in (errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EPERM):
                raise
            folder.chmod(stat.S_IMODE(mode.st_mode) | stat.S_IXOTH)


def make_readable(tree: Path) -> None:
    """Give every user read access to the server's own programs (they may have been installed with umask 077)."""
    for folder, _, files in os.walk(tree):
        os.chmod(folder, stat.S_IMODE(os.stat(folder).st_mode) | 0o555)  # noqa: S103  programs, not data
        for name in files:
            file = os.path.join(folder, name)
            mode = stat.S_IMODE(os.stat(file).st_mode)
            os.chmod(file, mode | (0o555 if mode & stat.S_IXUSR else 0o444))


def _entries(folder: Path) -> list[tuple[int, int, int]]:
    """What the folder's access control list grants, as (tag, permission, id); made from its mode if it has none."""
    try:
        raw = os.getxattr(folder, _ACL)
    except OSError:
        mode = folder.stat().st_mode
        owner, group, other = mode >> 6 & 7, mode >> 3 & 7, mode & 7
        return [
            (_USER_OBJ, owner, _NOBODY_IN_PARTICULAR),
            (_GROUP_OBJ, group, _NOBODY_IN_PARTICULAR),
            (_OTHER, other, _NOBODY_IN_PARTICULAR),
        ]
    entries = list(struct.iter_unpack("<HHI", raw[4:]))
    # What the mask holds back (chmod sets it) is not granted, and must not be granted by writing a new mask.
    mask = next((permission for tag, permission, _ in entries if tag == _MASK), 7)
    kept = [entry for entry in entries if entry[0] != _MASK]
    return [(tag, held if tag in (_USER_OBJ, _OTHER) else held & mask, who) for tag, held, who in kept]


def _listed(folder: Path, uid: int) -> bool:
    return any(tag == _USER and who == uid and permission & 1 for tag, permission, who in _entries(folder))


def _acl(folder: Path, uid: int) -> bytes:
    """The folder's list with one more entry: `uid` may search it."""
    entries = [entry for entry in _entries(folder) if entry[::2] != (_USER, uid)]
    entries.append((_USER, 1, uid))
    mask = 0
    for tag, permission, _ in entries:
        if tag not in (_USER_OBJ, _OTHER):
            mask |= permission
    entries.append((_MASK, mask, _NOBODY_IN_PARTICULAR))
    return struct.pack("<I", _ACL_VERSION) + b"".join(struct.pack("<HHI", *entry) for entry in sorted(entries))
