"""What the tests of the feeds share: a site with deliveries, an issued document, and a turn of the outbox in a process."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.feeds.turn import Turn, turn
from agent.issuing import media
from agent.registering import entry
from agent.store.open import open_store
from agent.store.record import new_id
from agent.store.store import Store
from config.deliveries import Delivery
from config.site import Credential, Site
from config.text import Text
from reports.record.outbox import Piece, State
from reports.record.register import Step, Told

LI = {"name": "李主任", "role": "it-application-manager", "email": "li@example.com"}
WANG = {"name": "王工", "role": "it-operator", "email": "wang@example.com", "attach": "pdf docx"}
PAGE = (
    "<html><head><title>x</title><style>p{}</style></head><body><nav>目录</nav><main><header class='cover'><h1>季度巡检报告"
    "</h1></header><section id='one'><h2>结论</h2><p>总体基本正常 &lt;2 项&gt;</p><table><tr><td>磁盘</td><td>85%</td></tr>"
    "</table></section><section id='two'><h2>附录</h2><p>不在第一页</p></section></main></body></html>"
)
NUMBER = "XJ-2026Q3-01"


def site(*deliveries: Delivery, data: str = "leaves", **more: object) -> Site:
    known = {"box": Credential("box", user="u", password="p"), "desk": Credential("desk", user="admin", password="adminpw")}
    made = Site(
        customer="滨海市环卫局",
        contacts=(LI, WANG),
        deliveries=deliveries,
        credentials=known,
        data=data,
        timezone="Asia/Shanghai",
    )
    return replace(made, **more)  # type: ignore[arg-type] # fields of a site, as a test names them


def mail(port: int, **more: object) -> Delivery:
    made = Delivery(
        "邮件",
        "smtp",
        what=("document",),
        to=("it-application-manager",),
        server="127.0.0.1",
        port=port,
        security="none",
        sender="巡检 <xunjian@example.com>",
        most_bytes=10 * 1024**2,
        seconds=20,
    )
    return replace(made, **more)  # type: ignore[arg-type] # fields of a delivery, as a test names them


def plainly(reference: str, place: str, name: str) -> str:
    """In a test a reference is the secret itself."""
    return reference


def turned(store: Store, made: Site) -> Turn:
    return turn(store, made, plainly)


def words(notes: tuple[Text, ...]) -> str:
    return "\n".join(map(str, notes))


def issued(store: Store, files: Mapping[str, bytes] | None = None, number: str = NUMBER) -> None:
    """Put an issued document into the register."""
    contents = files or {
        f"巡检报告-{number}.pdf": b"%PDF-1.7 page",
        f"巡检报告-{number}.html": PAGE.encode(),
        f"巡检报告-{number}.docx": b"PK docx",
    }
    names = {name: store.attach(name, media(name), content) for name, content in contents.items()}
    now = datetime.now(UTC)
    about = {"base": number, "kind": "quarterly", "subject": "2026Q3", "language": "zh_CN", "folder": "/srv/巡检/2026Q3"}
    for at, step in ((now - timedelta(seconds=2), Step.WRITTEN), (now, Step.ISSUED)):
        store.record([entry(Told(new_id(), number, step, at, at, "张工", files=names, **about))])  # type: ignore[arg-type] # words


def pieces(store: Store, *states: State) -> list[Piece]:
    return [one for one in store.outbox() if not states or one.state in states]


def due_now(store: Store) -> None:
    """Let what waits be due now."""
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE outbox SET next_at = 0 WHERE state = 'waiting'")


if __name__ == "__main__":  # a turn of its own, which a test kills
    with open_store(Path(sys.argv[1])) as opened:
        turn(opened, site(mail(int(sys.argv[2]))), plainly)
