"""The map in the quarterly document: what is drawn of which links, and that every form carries it."""

import io
from dataclasses import replace

import docx

from checks.base import Exhibit, Level, Link
from checks.result import TargetResult
from config.text import verbatim
from reports.documents import model
from reports.documents.quarterly import build
from reports.render import render
from tests import rounds

CHECK = "server.listening_ports"
"""Any check of the sample's catalogue: a map is drawn from what exhibits tell, whichever check gave them."""


def told(target: str, *links: Link, **more: object) -> TargetResult:
    rows = tuple((link.port, link.other) for link in links)
    exhibit = Exhibit(verbatim("N"), (verbatim("a"), verbatim("b")), rows, CHECK, links=links)
    return replace(rounds.result(target), exhibits=(exhibit,), **more)  # type: ignore[arg-type]  # as the dataclass's


def document(*results: TargetResult) -> model.Document:
    return build(replace(rounds.first(), inspection=rounds.inspection(results)), rounds.site(), "zh_CN")


def drawn(*results: TargetResult) -> list[model.Map]:
    return [b for section in document(*results).sections for b in section.blocks if isinstance(b, model.Map)]


def wires(one: model.Map) -> dict[tuple[str, str], tuple[str, int]]:
    names = [device.name.text for device in one.devices]
    return {(names[w.one], names[w.other]): (w.style, w.count) for w in one.wires}


def test_two_devices_that_name_each_other_are_joined_though_they_are_called_otherwise() -> None:
    one = told("app01", Link("", "1", "CORE-B", "9"), Link("", "2", "CORE-B", "8"), about={"hostname": "core-a"})
    other = told("app02", Link("", "9", "core-a", "1"), Link("", "8", "core-a", "2"), about={"hostname": "core-b"})
    (made,) = drawn(one, other)
    assert wires(made) == {("app01", "app02"): ("agreed", 2)}
    assert [style for style, _words in made.legend] == ["agreed", "several"]


def test_a_device_that_is_called_with_its_domain_has_one_box() -> None:
    one = told("app01", Link("", "1", "core-b.corp.example", "9"), about={"hostname": "core-a"})
    other = told("app02", Link("", "9", "core-a.corp.example", "1"), about={"hostname": "core-b"})
    (made,) = drawn(one, other)
    assert wires(made) == {("app01", "app02"): ("agreed", 1)}


def test_a_link_of_one_end_and_a_neighbour_nobody_inspected_are_drawn_apart() -> None:
    (made,) = drawn(told("app01", Link("", "1", "app02", "9"), Link("", "2", "phone", "x")), told("app02"))
    assert wires(made) == {("app01", "app02"): ("one_end", 1), ("app01", "phone"): ("outside", 1)}
    assert [(d.name.text, d.is_inspected) for d in made.devices] == [("app01", True), ("app02", True), ("phone", False)]


def test_a_topology_group_is_a_map_of_its_own_with_its_silent_members() -> None:
    links = (Link("app01", "1", "app02", "1", Level.WARN), Link("app01", "2", "app02", "2", Level.OK))
    group = told("net", *links, kind="topology", platform="group", members=("app01", "app02", "db01"))
    (made,) = drawn(group, told("app01", Link("", "1", "app02", "1")))
    assert made.title.text == "网络拓扑图：net"
    assert wires(made) == {("app01", "app02"): ("differ", 2)}
    assert [device.name.text for device in made.devices] == ["app01", "app02", "db01"]


def test_sixty_devices_are_drawn_and_above_it_a_sentence_says_why_not() -> None:
    def group(count: int) -> TargetResult:
        names = tuple(f"sw{n:02}" for n in range(count))
        links = tuple(Link(names[0], str(n), name, "1", Level.OK) for n, name in enumerate(names) if n)
        return told("net", *links, kind="topology", platform="group", members=names)

    assert len(drawn(group(60))) == 1
    assert not drawn(group(61))
    html = render(document(group(61)), "html").decode()
    assert "设备共 61 台，数量过多，不再绘图，全部链路见表。" in html


def test_neighbours_that_make_a_map_too_large_are_left_out_and_counted() -> None:
    outside = tuple(Link("", f"p{n}", f"phone{n}", "x") for n in range(80))
    one, other = told("app01", Link("", "1", "app02", "1"), *outside), told("app02", Link("", "1", "app01", "1"))
    (made,) = drawn(one, other)
    assert wires(made) == {("app01", "app02"): ("agreed", 1)}
    assert "图中略去 80 个未巡检的邻居" in render(document(one, other), "html").decode()


def test_every_form_carries_the_map() -> None:
    with_map = document(told("app01", Link("", "1", "app02", "1")), told("app02", Link("", "1", "app01", "1")))
    without = document(told("app01"), told("app02"))
    assert render(with_map, "html").count(b"<svg") == render(without, "html").count(b"<svg") + 1
    assert render(with_map, "pdf").startswith(b"%PDF")
    pictures = [len(docx.Document(io.BytesIO(render(one, "docx"))).inline_shapes) for one in (with_map, without)]
    assert pictures[0] == pictures[1] + 1
