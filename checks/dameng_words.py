"""What every check of Dameng DM8 says of itself: so far no statement of ours ran on a real one."""

from typing import Final

from config.text import Text, _

NOT_RUN: Final[Text] = _("not run on a real DM8 so far: written after the vendor's manuals, tested on made-up rows")
"""A trap of every check of DM8, until a real run is recorded."""
MANUAL: Final = "DM8 系统管理员手册, 附录 2 动态性能视图 (eco.dameng.com)"
HEALTH: Final = "达梦 运维指南, 实例健康检查 (eco.dameng.com)"
