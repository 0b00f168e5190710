"""Can a program be run, or a device be opened, from where everybody may write? /tmp is where an attack lays its tools."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.facts.mounts import MOUNT_TABLE, MountTable
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.file_mount_options"


@dataclass(frozen=True, slots=True)
class MountLimits:
    """Which mount points are looked at, and what each must be mounted with."""

    mounts: tuple[str, ...] = limit(
        ("/tmp", "/var/tmp", "/dev/shm"),  # noqa: S108 - mount points that are judged, not files of ours
        unit="mount points",
        source="CIS benchmarks 1.1.2.x",
    )
    options: tuple[str, ...] = limit(
        ("nodev", "nosuid", "noexec"), unit="mount options", source="CIS benchmarks 1.1.2.x, openEuler baseline 1.1.12"
    )


def judge(found: MountTable, limits: Layered[MountLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a mount point: as it is mounted, and as fstab will mount it at the next start."""
    for mount in limits.base.mounts:
        yield _judged(found, mount, limits.at(mount), scene)
    yield from (unknown(one.subject, one) for one in found.unseen if one.subject in limits.base.mounts)


def _judged(found: MountTable, mount: str, limits: MountLimits, scene: Scene) -> Finding:
    now = found.at(mount)
    expected = _("mounted with {options}", options=limits.options)
    if now is None:
        said = _("{mount} is no filesystem of its own: what holds for the root filesystem holds for it", mount=mount)
        return failed(ID, scene, mount, said, expected=expected)
    quote = f"{now.source} {mount} {now.kind} {','.join(now.options)}"
    lacking = tuple(one for one in limits.options if one not in now.options)
    if lacking:
        said = _("{mount} is mounted without {options}", mount=mount, options=lacking)
        return failed(ID, scene, mount, said, expected=expected, quote=quote)
    line = next((one for one in found.fstab or () if one.mount == mount), None)
    later = tuple(one for one in limits.options if line is not None and one not in line.options)
    if line is not None and later:
        said = _(
            "{mount} is right now, but fstab mounts it without {options} at the next start", mount=mount, options=later
        )
        return failed(ID, scene, mount, said, expected=expected, quote=f"{line.source} {mount} {','.join(line.options)}")
    return Finding(
        mount, Level.OK, _("{mount} is mounted with {options}", mount=mount, options=limits.options), None, expected, quote
    )


FILE_MOUNT_OPTIONS: Final[SecurityCheck] = security_check(
    ID,
    title=_("Mount options of directories that everybody may write to"),
    needs=MOUNT_TABLE,
    limits=MountLimits(),
    judge=judge,
    reads=_("the kernel’s mount table and fstab, for /tmp, /var/tmp and /dev/shm"),
    remedy=_("Mount /tmp, /var/tmp and /dev/shm as filesystems of their own with nodev, nosuid and noexec."),
    card=Card(
        steps=(
            _("Ask whether installers or programs run from these directories (Oracle’s and some agents’ do)."),
            _("Write the three lines into fstab; a directory that is no filesystem of its own becomes a tmpfs or volume."),
            _("Mount again with the options; where the directory becomes a filesystem, in a maintenance window."),
        ),
        commands=(
            "echo 'tmpfs /tmp tmpfs defaults,nodev,nosuid,noexec,size=2G 0 0' >>/etc/fstab",
            "echo 'tmpfs /dev/shm tmpfs defaults,nodev,nosuid,noexec 0 0' >>/etc/fstab",
            "echo '/tmp /var/tmp none bind,nodev,nosuid,noexec 0 0' >>/etc/fstab",
            "mount -o remount,nodev,nosuid,noexec /dev/shm; mount /tmp; mount /var/tmp",
            "mount -o remount,bind,nodev,nosuid,noexec /var/tmp",
        ),
        risk=_(
            "Programs that unpack and run themselves in /tmp fail with “Permission denied”; a tmpfs takes memory and is "
            "empty after a start; /var/tmp on it is too."
        ),
        rollback=_("Take the lines out of fstab; mount -o remount,exec acts at once."),
        verify="findmnt -no TARGET,OPTIONS /tmp /var/tmp /dev/shm",
        window=Window.RESTART,
    ),
    traps=(
        _("what is mounted counts, and fstab for the next start: each alone is half the truth"),
        _("a bind mount takes its options only by a second mount (remount,bind)"),
        _("where several filesystems lie on one point, the last covers the others"),
    ),
)
