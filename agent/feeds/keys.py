"""The secrets of a delivery, resolved before anything is sent: whoever has to be asked is asked once, in no thread."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.feeds.smtp import Login
from config.problems import ConfigError
from config.text import Text, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.deliveries import Delivery
    from config.site import Site


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens a channel; it does not print."""

    login: Login = field(default_factory=Login, repr=False)
    url: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


def keys_of(site: "Site", delivery: "Delivery", resolve: "Callable[[str, str, str], str]") -> Keys | Text:
    """The keys of a delivery; or why they cannot be had. What the vault raises passes through.

    ``resolve`` gives the secret of a reference, the place where it stands, and its name.
    """
    try:
        login = Login()
        if delivery.credential:
            known = site.credentials[delivery.credential]
            name = f"{delivery.credential}.password"
            login = Login(known.user, resolve(known.password, known.place, name) if known.password else "")
        url = resolve(delivery.url, delivery.place, f"{delivery.name}.url") if "${" in delivery.url else delivery.url
        secret = resolve(delivery.secret, delivery.place, f"{delivery.name}.secret") if delivery.secret else ""
    except ConfigError as error:
        problem = error.problems[0]
        return _("{place}: {found}; {write}", place=problem.place, found=problem.found, write=problem.write)
    return Keys(login, url, secret)
