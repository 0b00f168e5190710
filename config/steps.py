"""Steps of a business transaction, from what an operator wrote to what the session does; and what is wrong there."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from config.entries import StepBlock, TargetBlock
from config.problems import Problem
from config.site import Step
from config.text import Text, _

SECRET_FIELD: Final = re.compile(r"pass|pwd|passwd|secret|mima|密码|口令|pin$", re.IGNORECASE)
"""Names of form fields whose value is a secret."""
PLACEHOLDER: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_OF_CREDENTIAL: Final = frozenset({"user", "password"})
_VERBS: Final = ("get", "post", "expect", "extract")
_PLATFORMS: Final = ("http", "https")


def steps_of(block: TargetBlock) -> tuple[Step, ...]:
    """Give the steps; one without a name is called by its place and what it does."""
    return tuple(_step(one, place) for place, one in enumerate(block.steps, 1))


def _step(block: StepBlock, place: int) -> Step:
    verb = next(iter(_verbs(block)), "")
    path = block.get or block.post
    expect = block.expect
    return Step(
        name=block.name or f"{place} {verb} {path}".strip(),
        verb=verb,
        path=path,
        form=tuple(block.form.items()),
        status=expect.status if expect else None,
        text=expect.text if expect else "",
        absent=expect.absent if expect else "",
        seconds=expect.seconds if expect else None,
        extract=tuple(block.extract.items()),
    )


def _verbs(block: StepBlock) -> list[str]:
    """What a step does; an expect or extract beside a get or post belongs to its page."""
    named = [verb for verb in _VERBS if getattr(block, verb)]
    return [verb for verb in named if verb in {"get", "post"}] or named


def wrong_steps(block: TargetBlock, place: Callable[..., str]) -> Iterator[Problem]:
    """What does not fit together in the steps of a target."""
    about = f"{block.id}.steps"
    if not block.steps:
        return
    if block.address.partition("://")[0] not in _PLATFORMS:
        yield Problem(
            place("address"), about, _("“{value}”", value=block.address), _("steps go through pages: write https://…")
        )
    if any(one.post for one in block.steps) and not block.writes.confirmed_by:
        found = _("a step that posts, and nobody who confirmed it")
        write = _("write who confirmed that it may write, with test data of its own: writes: {{confirmed-by: NAME}}")
        yield Problem(place("steps"), about, found, write)
    known = set(_OF_CREDENTIAL) if block.access.http and block.access.http.credential else set()
    names: set[str] = set()
    for number, one in enumerate(block.steps, 1):
        where = place("steps")
        for found, write in (*_odd(one), *_secrets(one), *_strange(one, known), *_patterns(one)):
            yield Problem(where, f"{about}[{number}]", found, write)
        name = _step(one, number).name
        if name in names:
            yield Problem(where, f"{about}[{number}]", _("the name “{name}” again", name=name), _ANOTHER)
        names.add(name)
        known |= set(one.extract)


Wrong = Iterator[tuple[Text, Text]]
_ANOTHER: Final = _("give each step a name of its own")


def _odd(one: StepBlock) -> Wrong:
    verbs = _verbs(one)
    if len(verbs) != 1 and verbs != ["expect", "extract"]:
        yield _("a step that does {verbs}", verbs=tuple(verbs) or ("-",)), _("write one of: {known}", known=_VERBS)
    for path in (one.get, one.post):
        if path and not re.fullmatch(r"/(?!/)\S*", path):
            yield _("“{value}”", value=path), _("write the path on the target's own address, beginning with “/”")
    if one.form and not one.post:
        yield _("a form that is not posted"), _("write post: beside form:")


def _secrets(one: StepBlock) -> Wrong:
    for field, value in one.form.items():
        if SECRET_FIELD.search(field) and not PLACEHOLDER.fullmatch(value):
            yield (
                _("a secret in “{field}”", field=field),
                _('name a credential under access.http, and write "{{password}}" here'),
            )


def _strange(one: StepBlock, known: set[str]) -> Wrong:
    for text in (one.get, one.post, *one.form.values()):
        for name in PLACEHOLDER.findall(text):
            if name not in known:
                yield (
                    _("“{{{name}}}”, which nothing gives", name=name),
                    _("extract it in an earlier step, or name a credential under access.http"),
                )
    if "{password}" in one.get or "{password}" in one.post:
        yield _("a password in a path"), _("send it in a form: paths stand in logs")


def _patterns(one: StepBlock) -> Wrong:
    expected = (one.expect.text, one.expect.absent) if one.expect else ()
    for pattern in (*expected, *one.extract.values()):
        try:
            made = re.compile(pattern)
        except re.error:
            yield _("“{value}”", value=pattern), _("write a regular expression")
            continue
        if pattern in one.extract.values() and made.groups < 1:
            yield _("“{value}”", value=pattern), _('put brackets around what is to be taken: name="(.*?)"')
