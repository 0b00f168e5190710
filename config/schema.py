"""The keys of xunjian.yaml: one pydantic model a block. Imported by load.py only, for pydantic is slow to import.

config/examples shows each key with what it does; an unknown key is an error.
"""

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from config.block import Block
from config.contract import Contact, Contract
from config.declared import DeclaredBlock
from config.entries import CredentialBlock, TargetBlock
from config.feeds import DeliveryBlock
from config.grammar import CheckId, Day, Reference, Word, as_list, one_of, whole
from config.kinds import PROFILES
from config.own_entries import CustomBlock, PluginBlock
from config.timetable import DaemonBlock, ScheduleBlock

LANGUAGES = {"zh-CN": "zh_CN", "zh_CN": "zh_CN", "zh": "zh_CN", "en": "en", "en-US": "en", "en-GB": "en"}


class SiteBlock(Block):
    """``site:``: whose site this is, and what its documents say of us."""

    customer: Word = ""
    project: Word = ""
    provider: Word = ""
    engineer: Word = ""
    logo: Word = ""
    template: Word = ""
    language: Annotated[str, one_of(*LANGUAGES)] = ""
    timezone: Word = ""
    score: Annotated[str, one_of("shown", "hidden")] = ""
    profile: Annotated[str, one_of(*PROFILES)] = ""
    known_hosts: Word = ""
    vault: Word = ""


class RuleBlock(Block):
    """One entry of ``limits:``; every key not named here is a limit of the check."""

    model_config = ConfigDict(extra="allow", frozen=True)

    check: CheckId
    target: Word = "*"
    item: Word = ""
    reason: Word = ""
    until: Day | None = None


class BoundsBlock(Block):
    """``bounds:``: what a round may take."""

    target_seconds: Annotated[int, whole(10, 86_400)] = 240
    run_seconds: Annotated[int, whole(30, 604_800)] = 3600
    connect_seconds: Annotated[int, whole(1, 300)] = 15
    sample_seconds: Annotated[int, whole(1, 60)] = 5
    parallel: Annotated[int, whole(1, 256)] = 32
    log_days: Annotated[int, whole(1, 400)] = 92


class Store(Block):
    """``store:``: where inspections are kept."""

    url: Word = ""
    password: Reference = ""
    key: Reference = ""
    role: Annotated[str, one_of("site", "desk", "both")] = "both"
    workers: Annotated[str, one_of("own", "shared")] = "own"
    wait_seconds: Annotated[int, whole(1, 86_400)] = 120


class File(Block):
    """One file: the operator's own, or one that it includes."""

    include: Annotated[list[Word], BeforeValidator(as_list)] = Field(default_factory=list)
    site: SiteBlock = SiteBlock()
    contract: Contract | None = None
    contacts: list[Contact] = Field(default_factory=list)
    deliveries: list[DeliveryBlock] = Field(default_factory=list)
    credentials: dict[str, CredentialBlock] = Field(default_factory=dict)
    targets: list[TargetBlock] | None = None
    limits: list[RuleBlock] = Field(default_factory=list)
    declared: list[DeclaredBlock] = Field(default_factory=list)
    custom_checks: list[CustomBlock] = Field(default_factory=list)
    plugins: list[PluginBlock] = Field(default_factory=list)
    checklists: Annotated[list[Word], BeforeValidator(as_list)] = Field(default_factory=list)
    bounds: BoundsBlock = BoundsBlock()
    schedules: list[ScheduleBlock] = Field(default_factory=list)
    daemon: DaemonBlock | None = None
    store: Store | None = None
