"""The entry point: ``xunjian``. It runs isolated, so that no folder named ``config`` of a stranger is ever ours."""

import os
import sys
from pathlib import Path

PACKAGES = ("agent", "checks", "collectors", "config", "reports")
RAN_FIRST = "XUNJIAN_RAN_FIRST"
"""Names what ran before us, from the first process to the isolated one."""
NOT_OURS = 70  # sysexits EX_SOFTWARE


def main() -> None:
    """Run the command line, isolated from PYTHONPATH and the working directory."""
    if not sys.flags.isolated:
        _tell_who_ran_first()
        again = [sys.executable, "-I", "-c", _START.format(home=str(Path(__file__).resolve().parent)), *sys.argv[1:]]
        os.execv(sys.executable, again)  # noqa: S606 - the same interpreter, isolated
    run()


def _tell_who_ran_first() -> None:
    """Python runs a ``sitecustomize`` or ``usercustomize`` of PYTHONPATH before any of ours: leave its file to be named."""
    folders = {os.path.realpath(one) for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one}
    for name in ("sitecustomize", "usercustomize"):
        file = getattr(sys.modules.get(name), "__file__", None)
        if file and os.path.dirname(os.path.realpath(file)) in folders:  # noqa: PTH120 - folders are realpath's too
            os.environ[RAN_FIRST] = file


def run() -> None:
    """Assert that the five packages are ours, then hand over to the command line."""
    import importlib.util  # noqa: PLC0415 - only in the isolated process

    home = Path(__file__).resolve().parent
    if str(home) not in sys.path:
        sys.path.insert(0, str(home))  # started with -I from a working copy
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None or Path(spec.origin).resolve().parent.parent != home:
            found = spec.origin if spec else "nothing"
            sys.stderr.write(f"xunjian: package {package!r} is not ours: found {found}, expected it in {home}\n")
            sys.exit(NOT_OURS)
    from agent.cli import main as command_line  # noqa: PLC0415

    command_line()


_START = "import sys; sys.path.insert(0, {home!r}); import xunjian; xunjian.run()"

if __name__ == "__main__":
    sys.modules["xunjian"] = sys.modules[__name__]  # python3 -I -m xunjian: who asks where we lie asks by our name
    main()
