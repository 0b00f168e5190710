"""A security check whose facts could not be had was not evaluated: it neither passes nor fails."""

import pytest

from agent.judging import NO_PAST, judge_one
from agent.outcomes import Missed
from checks.base import AnyCheck, Finding, Level, Scene
from checks.security import CHECKS
from collectors.base import Reason, SessionError
from config.limits import Layered


@pytest.mark.parametrize("check", CHECKS, ids=lambda one: one.id)
def test_what_was_denied_is_not_evaluated(check: AnyCheck) -> None:
    missed = Missed(SessionError(Reason.DENIED, "not for you"))
    said = judge_one(check, missed, Layered(check.limits), Scene(), NO_PAST)
    assert [one.level for one in said if isinstance(one, Finding)] == [Level.UNKNOWN]
