"""Facts about how a machine is set up: settings by area, secrets masked on the target."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

from collectors.base import FactKind, Listing
from collectors.policies import Policy

VOLATILE_SYSCTLS: Final = (
    "fs.aio-nr",
    "fs.dentry-state",
    "fs.file-nr",
    "fs.inode-nr",
    "fs.inode-state",
    "fs.quota.*",
    "kernel.ns_last_pid",
    "kernel.perf_event_max_sample_rate",
    "kernel.pty.nr",
    "kernel.random.boot_id",
    "kernel.random.entropy_avail",
    "kernel.random.uuid",
    "kernel.tainted",
    "net.core.netdev_rss_key",
    "*conntrack_count",
    "vm.nr_pdflush_threads",
)
"""What /proc/sys shows beside settings: counts, states, random numbers, and a rate that the kernel lowers by itself."""


@dataclass(frozen=True, slots=True)
class SettingsArea:
    """The settings of one area. Identity: ``name``; ``settings`` by key (a line that has none is its own key).

    Areas: sysctl, hosts, resolver, limits, boot (the kernel's command line), groups, accounts, mounts, jobs.
    """

    name: Annotated[str, Policy.IDENTITY]
    settings: Annotated[Mapping[str, str], Policy.REPORT] = field(hash=False)


SETTINGS_FILES: Final = FactKind[Listing[SettingsArea]]("settings_files")
"""Witness of a lost line: the number of lines told before each area's."""
SETTINGS: Final = FactKind[Listing[SettingsArea]]("settings")
"""Those of files with accounts, mounts and jobs. An area may be a record and unseen: seen in part."""
