"""What is the desk's stays with the desk: planted words are sought in what leaves it and in the bytes of a site's store."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from agent.bundles.content import ALL, DESK, SITE, Barred, Choice
from agent.bundles.exporting import ROLES, export
from agent.commands.incident import command as incident
from agent.incidents import entry, incidents, new_event
from agent.store.engine import writing
from agent.store.packing import pack
from agent.store.record import Entry, new_id
from agent.store.store import Store
from agent.store.tables import ATTACHMENTS
from checks.base import Level
from config.site import Site
from reports.record.events import Kind
from reports.record.sides import EVERY_STREAM, OF_THE_SITE, may_go
from tests.site_stores import CUSTOMER, handed, moment, round_in, seen, store_at

AT = moment(2026, 3, 2, 8)
PLANTED = {
    Kind.SURVEYED: "调查原话：不满意",
    Kind.COMPLAINED: "投诉原话：三天没人来",
    Kind.ESCALATED: "内部升级：人手不足",
    Kind.NOTE: "内部备注：别告诉客户",
    Kind.DISPATCHED: "派工：张三请假",
    Kind.SURVEY_UNREACHABLE: "回访未接通：号码错",
}
ALLOWED = "服务已恢复：更换电源"
OTHER = "另一家客户有限公司"
SITES = {role: Site(customer=CUSTOMER, data="leaves", store_role=role) for role in ("site", "desk", "both")}


def told_in(store: Store) -> tuple[list[str], str]:
    """An incident in which everything happens; the digests of two files, and the words that must not leave."""
    number = "S260302-TEST"
    events = [new_event(number, Kind.RECEIVED, AT, "王工", "", {"title": "存储告警"})]
    events += [
        new_event(number, kind, AT + timedelta(hours=1), "李工", words, {"to": words}) for kind, words in PLANTED.items()
    ]
    events.append(new_event(number, Kind.RESTORED, AT + timedelta(hours=2), "李工", ALLOWED))
    survey = next(one for one in events if one.kind is Kind.SURVEYED)
    corrected = {"of": survey.id, "score": "更正后的分数 2"}
    events.append(new_event(number, Kind.CORRECTED, AT + timedelta(hours=3), "李工", "更正调查", corrected))
    files = [pack(body) for body in (f"报告 {ALLOWED}".encode(), f"表 {PLANTED[Kind.SURVEYED]}".encode())]
    with writing(store.engine, store.place) as connection:
        for one in files:
            row = {"digest": one.digest, "body": one.body, "checksum": one.checksum, "size_bytes": one.size_bytes}
            connection.execute(
                sa.insert(ATTACHMENTS).values(**row, name="x.pdf", media="application/pdf", at=AT.timestamp())
            )
    events.append(new_event(number, Kind.REPORT_FILED, AT + timedelta(hours=4), "李工", "", {"document": files[0].digest}))
    events.append(new_event(number, Kind.SURVEYED, AT + timedelta(hours=5), "李工", "", {"document": files[1].digest}))
    store.record([entry(one) for one in events])
    registered = (("XJ-1", "quarterly", files[0]), ("XJ-2", "survey", files[1]))
    for number, kind, one in registered:
        body = {"kind": kind, "files": json.dumps({f"{kind}.pdf": one.digest})}
        store.record([Entry(new_id(), "document", number, "written", AT, AT, "李工", f"登记 {kind}", body)])
        store.record([Entry(new_id(), "document", number, "signed", AT, AT, "李工", f"签字 {kind}")])
    notes = [("customer", f"档案：{OTHER}也有此问题"), ("article", f"知识：见于{OTHER}"), ("trust", "谁可信")]
    store.record([Entry(new_id(), stream, "n", "said", AT, AT, "李工", note) for stream, note in notes])
    words = [*PLANTED.values(), "更正后的分数 2", "更正调查", OTHER, "谁可信", files[1].digest, "签字 survey"]
    return words, files[0].digest


def clear(store: Store, site: Site, file: Path, for_whom: str) -> str:
    """All that would be encrypted, in the clear."""

    class Clear:
        def __init__(self) -> None:
            self.text = b""

        def write(self, content: bytes) -> None:
            self.text += content

        def close(self) -> None:
            pass

    made = Clear()
    file.unlink(missing_ok=True)
    export(store, site, file, Choice(for_whom, ALL), lambda _file: made)  # type: ignore[arg-type, return-value]  # of a writer what is used
    return made.text.decode("utf-8", "replace")


def bytes_of(place: str) -> bytes:
    return b"".join(one.read_bytes() for one in Path(place).parent.glob(f"{Path(place).name}*") if one.suffix != ".key")


def test_from_a_desk_to_a_site_goes_nothing_of_the_desks(tmp_path: Path) -> None:
    with store_at(tmp_path / "desk.db") as desk, store_at(tmp_path / "site.db") as site:
        round_in(desk, AT, seen("app01", AT, {"/": Level.WARN}))
        barred, filed = told_in(desk)
        text = clear(desk, SITES["desk"], tmp_path / "x", SITE)
        assert not [word for word in barred if word in text]
        assert ALLOWED in text
        assert filed in text
        assert "签字 quarterly" in text
        _made, taken = handed(desk, site, tmp_path / "x", choice=Choice(SITE, ALL), sites=(SITES["desk"], SITES["site"]))
        assert taken.left_out == 0
        assert [one.kind for one in incidents(site)[0].events] == [Kind.RECEIVED, Kind.RESTORED, Kind.REPORT_FILED]
        with_wal = bytes_of(site.place)
    for found in (with_wal, bytes_of(str(tmp_path / "site.db"))):
        assert not [word for word in barred if word.encode() in found]
        assert ALLOWED.encode() in found


def test_a_site_takes_in_nothing_of_the_desks_even_where_it_is_in_the_file(tmp_path: Path) -> None:
    with store_at(tmp_path / "desk.db") as desk, store_at(tmp_path / "site.db") as site:
        round_in(desk, AT, seen("app01", AT, {"/": Level.WARN}))
        barred, _filed = told_in(desk)
        _made, taken = handed(desk, site, tmp_path / "x", choice=Choice(DESK, ALL), sites=(SITES["desk"], SITES["site"]))
        assert taken.left_out == len(PLANTED) + 7  # a correction, another survey, two streams, a file, and a document
    found = bytes_of(str(tmp_path / "site.db"))
    assert not [word for word in barred if word.encode() in found]


def test_the_next_laptop_of_ours_gets_all_but_whom_it_trusts(tmp_path: Path) -> None:
    with store_at(tmp_path / "a.db") as one, store_at(tmp_path / "b.db") as other:
        told_in(one)
        handed(one, other, tmp_path / "x", sites=(SITES["both"], SITES["both"]))
        for stream in EVERY_STREAM:
            assert other.recorded(stream) == one.recorded(stream)
        assert "谁可信" not in {row.note for row in other.recorded("trust")}


def test_who_hands_over_without_a_word_gives_a_site_no_more_than_it_may_hold() -> None:
    assert ROLES == {"desk": SITE, "site": DESK, "both": DESK}


@given(kinds=st.lists(st.sampled_from(list(Kind)), max_size=12), data=st.data())
def test_what_goes_is_allowed_and_corrects_only_what_goes(kinds: list[Kind], data: st.DataObject) -> None:
    barred = Barred()
    rows: list[dict[str, object]] = []
    for number, kind in enumerate(kinds):
        of = data.draw(st.sampled_from([str(row["id"]) for row in rows] or [""])) if kind is Kind.CORRECTED else ""
        rows.append(
            {"id": str(number), "stream": "incident", "kind": kind.value, "body": json.dumps({"of": of} if of else {})}
        )
    for row in rows:
        barred.note(row)
    gone = {str(row["id"]) for row in rows if barred.lets(row)}
    for row, kind in zip(rows, kinds, strict=True):
        of = json.loads(str(row["body"])).get("of")
        assert (row["id"] in gone) == (kind in OF_THE_SITE and (of is None or may_go("incident", kinds[int(of)].value)))


@pytest.mark.parametrize("kind", [Kind.SURVEYED, Kind.COMPLAINED, Kind.ESCALATED, Kind.SURVEY_UNREACHABLE])
@pytest.mark.parametrize(("role", "code"), [("site", 65), ("desk", 0), ("both", 0)])
def test_a_site_refuses_to_write_down_what_is_the_desks(tmp_path: Path, kind: Kind, role: str, code: int) -> None:
    place = tmp_path / "s.db"
    config = tmp_path / "xunjian.yaml"
    config.write_text(json.dumps({"site": {"customer": CUSTOMER}, "store": {"url": str(place), "role": role}}))
    with store_at(place) as store:
        for first in (Kind.RECEIVED, Kind.GRADED, Kind.RESTORED, Kind.RESOLVED):
            values = {"title": "x"} if first is Kind.RECEIVED else {"level": "2"} if first is Kind.GRADED else {}
            store.record([entry(new_event("S260302-TEST", first, AT, "王工", "", values))])
    words = [
        "event",
        "TEST",
        kind.value,
        "--by",
        "李工",
        "--note",
        "x",
        "--set",
        "to=x",
        "--set",
        "tier=2",
        "--set",
        "score=3",
    ]
    done = CliRunner().invoke(incident, [*words, "--config", str(config), "--lang", "en"])
    assert done.exit_code == code, done.output
    with store_at(place) as store:
        assert (kind in {one.kind for one in incidents(store)[0].events}) == (code == 0)


def test_a_correction_written_by_the_desk_of_what_a_site_has_reaches_it(tmp_path: Path) -> None:
    with store_at(tmp_path / "desk.db") as desk, store_at(tmp_path / "site.db") as site:
        first = new_event("S260302-TEST", Kind.RECEIVED, AT, "王工", "", {"title": "存储告警"})
        site.record([entry(first)])
        handed(site, desk, tmp_path / "x", sites=(SITES["site"], SITES["desk"]))
        right = new_event("S260302-TEST", Kind.CORRECTED, AT - timedelta(hours=1), "李工", "早一小时", {"of": first.id})
        desk.record([entry(right)])
        handed(desk, site, tmp_path / "x", choice=Choice(SITE), sites=(SITES["desk"], SITES["site"]))
        assert incidents(site)[0].received_at == AT - timedelta(hours=1)
