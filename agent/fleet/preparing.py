"""An errand made into the job that asks its target: the secrets resolved here, the rules as in a round of one process."""

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Final

from agent.approved import list_of
from agent.authorising import refusal, told
from agent.fleet.errand import Errand
from agent.fleet.held import Held
from agent.guarding import ASKED
from agent.opening import Opener
from agent.run_log import RunLog, logging, place_of, who
from collectors.base import Reason, SessionError
from collectors.sessions.base import Session
from config.secrets import in_vault
from config.site import Credential, Site, Target

if TYPE_CHECKING:
    from agent.inspecting import Job
    from agent.slots import Slots
    from agent.store.store import Store

_SECRETS: Final = ("password", "passphrase", "community", "auth", "priv", "enable")


class Preparing:
    """Makes errands into jobs; jump hosts stay open while an inspection has targets here."""

    def __init__(self, site: Site, store: "Store", slots: "Slots") -> None:
        self._site = site
        self._store = store
        self._slots = slots
        self._targets = {target.id: target for target in site.targets}
        self._openers: dict[str, Opener] = {}
        self._log = RunLog(place_of(store.place), who(), told(site.authorisation), who())

    def held(self, number: int, errand: Errand) -> Held:
        """What holds an errand."""
        return Held(number, errand, errand.underway(self._site, self._store), self._targets[errand.target])

    def job(self, held: Held) -> "Job":
        """What asking its target needs. Raises StoreError."""
        return held.under.job(held.target, held.opening(self._opening(held)))

    def _opening(self, held: Held) -> Callable[[], Session]:
        """What opens its session, under the rules of every round; where they forbid it, what says so."""
        why = refusal(self._site, [held.target], held.errand.began)
        if why is not None:
            return _refusing(SessionError(Reason.NOT_ASKED, why))
        if held.errand.inspection not in self._openers:
            self._openers[held.errand.inspection] = Opener(self._site, self._store, self._slots)
        opens = logging(self._openers[held.errand.inspection], self._log)
        if digest := held.errand.approved:
            opens = list_of(self._store.attachment(digest), digest).guarding(opens)
        return opens(held.target)

    def tidy(self, inspections: Collection[str]) -> None:
        """Close what is open for other inspections than these."""
        for one in [one for one in self._openers if one not in inspections]:
            self._openers.pop(one).close()


def _refusing(error: SessionError) -> Callable[[], Session]:
    def refuse() -> Session:
        raise error

    return refuse


def needs_a_person(site: Site, zones: Collection[str], *, has_passphrase: bool) -> tuple[str, ...]:
    """The credentials of these zones' targets that somebody would have to type something for; a worker has nobody."""
    used = {name for target in site.targets if target.zone in zones for name in _credentials(site, target)}
    named = (site.credentials[name] for name in sorted(used) if name in site.credentials)
    return tuple(one.name for one in named if _is_typed(one, has_passphrase=has_passphrase))


def _credentials(site: Site, target: Target) -> Iterator[str]:
    yield target.ssh.credential
    yield from (way.credential for way in target.ways.values())
    yield from (way.credential for way in (target.sql, target.snmp, target.telnet) if way is not None)
    if target.ssh.jump:
        yield from _credentials(site, next(one for one in site.targets if one.id == target.ssh.jump))


def _is_typed(one: Credential, *, has_passphrase: bool) -> bool:
    references = [getattr(one, name) for name in _SECRETS]
    is_shut = not has_passphrase and any(map(in_vault, references))
    return one.one_time_code or is_shut or ASKED in references
