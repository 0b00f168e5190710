"""PAM's stacks as PAM runs them: files put into each other, and what a stack comes to when its modules answer so and so.

Of a module alone nothing follows: whether it is reached, and whether its refusal refuses, is the stack's doing. So a stack
is run with given answers, as libpam's dispatcher does (pam.conf(5); Linux-PAM 1.5, libpam/pam_dispatch.c): a refusal that
ends in success guards nothing. Each stack is run for an ordinary local user.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.facts.pam import Pam, PamLine

_CONTROLS: Final[Mapping[str, Mapping[str, str]]] = {
    "required": {"success": "ok", "new_authtok_reqd": "ok", "ignore": "ignore", "default": "bad"},
    "requisite": {"success": "ok", "new_authtok_reqd": "ok", "ignore": "ignore", "default": "die"},
    "sufficient": {"success": "done", "new_authtok_reqd": "done", "default": "ignore"},
    "optional": {"success": "ok", "new_authtok_reqd": "ok", "default": "ignore"},
}
_DEEPEST: Final = 32
"""libpam gives up includes that are nested deeper (PAM_SUBSTACK_MAX_LEVEL is 16, of includes 32)."""
SUCCESS: Final = "success"
REFUSED: Final = "auth_err"


@dataclass(frozen=True, slots=True)
class Step:
    """One module in the order of a stack. ``level`` counts the substacks around it; ``service`` is the file it stands in.

    ``is_broken``: PAM cannot carry the line out (a file that is not there, no known control) and refuses instead.
    ``is_substack``: the head of a substack, which is counted by jumps and does nothing itself.
    """

    line: PamLine
    service: str
    level: int = 0
    is_broken: bool = False
    is_substack: bool = False

    @property
    def module(self) -> str:
        """The module's name without pam_ and .so: unix, faillock."""
        return self.line.module.removeprefix("pam_").removesuffix(".so")

    def __str__(self) -> str:
        words = (self.line.kind, self.line.control, self.line.module, *self.line.arguments)
        return f"{self.service}: {' '.join(words)}"


@dataclass(frozen=True, slots=True)
class Run:
    """What a stack came to, and which modules it asked on the way."""

    is_granted: bool
    asked: tuple[Step, ...]


def stack(pam: Pam, service: str, kind: str) -> tuple[Step, ...]:
    """Put a service's stack together; where its file has no line of the kind, that of ``other`` holds, as in libpam."""
    own = tuple(_steps(pam, service, kind, 0, 0))
    return own or tuple(_steps(pam, "other", kind, 0, 0))


def _steps(pam: Pam, service: str, kind: str, level: int, depth: int) -> Iterator[Step]:
    for line in pam.services.get(service, ()):
        if line.control == "@include" or line.kind == kind:
            yield from _step(pam, line, service, kind, level, depth)


def _step(pam: Pam, line: PamLine, service: str, kind: str, level: int, depth: int) -> Iterator[Step]:
    if line.control not in {"@include", "include", "substack"}:
        yield Step(line, service, level, is_broken=_actions(line.control) is None)
        return
    if line.module not in pam.services or depth >= _DEEPEST:
        yield Step(line, service, level, is_broken=True)
        return
    if line.control == "substack":
        yield Step(line, service, level, is_substack=True)
    yield from _steps(pam, line.module, kind, level + (line.control == "substack"), depth + 1)


def _actions(control: str) -> Mapping[str, str] | None:
    """What each answer of a module does; None for a control that PAM does not know."""
    if not control.startswith("["):
        return _CONTROLS.get(control.lower())
    pairs = [word.partition("=") for word in control.strip("[]").split()]
    if any(not sign or not (action in _ACTIONS or action.isdigit()) for _name, sign, action in pairs):
        return None
    return {name.lower(): action for name, _sign, action in pairs}


_ACTIONS: Final = frozenset({"ignore", "ok", "done", "bad", "die", "reset"})


@dataclass
class _State:
    """What the dispatcher carries on: is the stack's word good so far (None: nothing said yet), and is it a success.

    An answer that a line takes for ok without being a success (``[default=ok]``) is carried on as it is and grants nothing.
    ``before`` is, by level, what it was when a substack began.
    """

    is_good: bool | None = None
    is_success: bool = False
    before: dict[int, tuple[bool | None, bool]] = field(default_factory=dict)


def run(steps: tuple[Step, ...], answer: Callable[[Step], str], installed: tuple[str, ...] = ()) -> Run:
    """Run a stack with what each module would answer; one that is not ``installed`` answers module_unknown."""
    state, asked = _State(), []
    at, level = 0, 0
    while at < len(steps):
        step = steps[at]
        if step.level > level:
            state.before[step.level] = (state.is_good, state.is_success)
        level = step.level
        if step.is_substack:
            at += 1
            continue
        asked.append(step)
        at, is_past_the_end = _after(steps, at, _act(state, step, _said(step, answer, installed)))
        if is_past_the_end:
            state.is_good, state.is_success = False, False
    return Run(state.is_success, tuple(asked))


def _said(step: Step, answer: Callable[[Step], str], installed: tuple[str, ...]) -> str:
    if step.is_broken:
        return "perm_denied"
    return "module_unknown" if installed and step.line.module not in installed else answer(step)


def _act(state: _State, step: Step, said: str) -> str:
    """Do what the line's control says of an answer; give the action, a number for a jump."""
    actions = {"default": "bad"} if step.is_broken else _actions(step.line.control) or {}
    action = actions.get(said, actions.get("default", "bad"))
    is_open = state.is_good is None or (state.is_good and state.is_success)
    if action in {"ok", "done"} and is_open:
        state.is_good, state.is_success = True, said == SUCCESS
    elif action in {"bad", "die"}:
        state.is_good, state.is_success = False, False
    elif action == "reset":
        state.is_good, state.is_success = state.before.get(step.level, (None, False))
    return "go on" if action == "done" and not state.is_good else action


def _after(steps: tuple[Step, ...], at: int, action: str) -> tuple[int, bool]:
    """Where the stack goes on, and whether a jump leads past its end, over which PAM refuses.

    Behind so many modules for a jump (a substack is one), behind this level when it is decided.
    """
    level = steps[at].level
    at += 1
    if action in {"done", "die"}:
        while at < len(steps) and steps[at].level >= level:
            at += 1
        return at, False
    for _one in range(int(action) if action.isdigit() else 0):
        if at >= len(steps) or steps[at].level < level:
            return at, True
        at += 1
        while at < len(steps) and steps[at].level > level:
            at += 1
    return at, False


def setting(pam: Pam, module: str, step: Step) -> Mapping[str, str] | None:
    """What a module is set to where it is called: its file's, and over them the line's own arguments.

    None where the line names another file (``conf=``, ``config=``), which was not read.
    """
    words = dict(_pair(one) for one in step.line.arguments)
    other = words.get("conf") or words.get("config")
    if other and other not in {f"/etc/security/{module}.conf", f"/etc/{module}.conf"}:
        return None
    return {**pam.settings.get(module, {}), **words}


def _pair(argument: str) -> tuple[str, str]:
    name, _sign, value = argument.partition("=")
    return name, value
