"""Why an inspection was made: what is asked beyond its checks, which documents tell of it, how long evidence is kept."""

from typing import Final

ON_DEMAND: Final = "on-demand"
ROUTINE: Final = "routine"
"""A round that a scheduler starts and that no document is made of."""
SECURITY: Final = "security"
"""A security check: what the security report is about, and the quarterly inspection report is not."""
RECHECK: Final = "recheck"
SECURITY_RECHECK: Final = "security-recheck"
"""Only the checks of open problems, asked again: it ends problems, and is no inspection whose gaps could be asked again."""
OF_SECURITY: Final = frozenset({SECURITY, SECURITY_RECHECK})
SNAPSHOT: Final = "snapshot"
VERIFY: Final = "verify"
COMPARED: Final = frozenset({SNAPSHOT, VERIFY})
"""Purposes for which everything is asked that two moments are compared by."""
