"""A real Tomcat of our own on loopback: the manager alone, one account of the role manager-status, a page that hangs."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.peers.functions import program
from tests.peers.sshd import free_port

HOMES = (Path("/usr/share/tomcat10"), Path("/usr/share/tomcat9"))
MANAGER = Path("/usr/share/tomcat10-admin/manager")
USER, PASSWORD = "inspect", "planted-9"
_SERVER = """<?xml version="1.0"?>
<Server port="-1"><Service name="Catalina">
<Connector port="{port}" address="127.0.0.1" protocol="HTTP/1.1" maxThreads="{threads}" connectionTimeout="60000"/>
<Engine name="Catalina" defaultHost="localhost"><Realm className="org.apache.catalina.realm.MemoryRealm"/>
<Host name="localhost" appBase="webapps"><Context path="/manager" docBase="{manager}" privileged="true"/></Host>
</Engine></Service></Server>
"""
_USERS = f"""<tomcat-users><role rolename="manager-status"/>
<user username="{USER}" password="{PASSWORD}" roles="manager-status"/></tomcat-users>
"""


def is_installed() -> bool:
    """Whether Debian's tomcat10 and tomcat10-admin are here, and a java to run them."""
    return bool(shutil.which("java")) and MANAGER.is_dir() and any(home.is_dir() for home in HOMES)


@contextmanager
def tomcat(base: Path, *, threads: int) -> Iterator[int]:
    """Run it until the block ends; gives its port."""
    home = next(one for one in HOMES if one.is_dir())
    for name in ("conf", "logs", "temp", "webapps", "work"):
        (base / name).mkdir()
    port = free_port()
    (base / "conf/server.xml").write_text(_SERVER.format(port=port, threads=threads, manager=MANAGER))
    (base / "conf/tomcat-users.xml").write_text(_USERS)
    shutil.copy("/etc/tomcat10/web.xml", base / "conf/web.xml")
    classes = os.pathsep.join(str(home / "bin" / name) for name in ("bootstrap.jar", "tomcat-juli.jar"))
    words = [f"-Dcatalina.base={base}", f"-Dcatalina.home={home}", f"-Djava.io.tmpdir={base}/temp", "-Xmx128m"]
    argv = [shutil.which("java") or "java", *words, "-cp", classes, "org.apache.catalina.startup.Bootstrap", "start"]
    with program(argv, port):
        yield port
