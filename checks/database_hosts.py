"""Whether a target is a host of databases: by what runs there, or by the operator's word."""

from typing import Final

from checks.base import Scene
from collectors.facts.kernel_settings import Databases

TAG: Final = "database"
"""The tag by which the operator says that a target is a host of databases."""


def products_of(databases: Databases, scene: Scene) -> tuple[str, ...]:
    """Name the databases; the tag itself where the operator says so and no process shows one."""
    return databases.products or ((TAG,) if TAG in scene.tags else ())
