"""What leaves the site under ``data: leaves-masked``: no planted name, address or account; widths and subnets stay."""

import json
import re
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.masked_words import words
from agent.masking import Mask, address, pseudonym
from agent.masks import MapError, mask_of, place_of
from tests.program import configuration, xunjian

KEY = bytes(range(32))
ADDRESSES = st.ip_addresses(v=4).map(str)


def masked(text: str, *hidden: str) -> str:
    return Mask(KEY, {one: pseudonym(KEY, one) for one in hidden}).text(text)


class TestAddresses:
    @given(ADDRESSES)
    def test_an_address_becomes_one_of_the_same_width(self, written: str) -> None:
        made = address(KEY, written)
        assert str(ip_address(made)) == made
        assert [len(one) for one in made.split(".")] == [len(one) for one in written.split(".")]

    @given(ADDRESSES, ADDRESSES, st.integers(0, 4))
    def test_two_of_one_subnet_stay_in_one_and_two_of_two_do_not_meet(self, one: str, other: str, shared: int) -> None:
        other = ".".join([*one.split(".")[:shared], *other.split(".")[shared:]])
        together = [a == b for a, b in zip(one.split("."), other.split("."), strict=True)]
        alike = [a == b for a, b in zip(address(KEY, one).split("."), address(KEY, other).split("."), strict=True)]
        length = together.index(False) if False in together else 4
        assert alike[:length] == [True] * length
        assert length == 4 or not alike[length]

    @pytest.mark.parametrize("written", ["127.0.0.1", "0.0.0.0", "255.255.255.0", "0.0.0.255", "224.0.0.5", "169.254.1.1"])
    def test_what_says_nothing_of_the_site_stays(self, written: str) -> None:
        assert address(KEY, written) == written

    @pytest.mark.parametrize("network", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"])
    def test_a_private_one_stays_private(self, network: str) -> None:
        inside = ip_network(network)
        for one in (inside[5], inside[70_000 % inside.num_addresses], inside[-2]):
            assert ip_address(address(KEY, str(one))) in inside

    def test_the_net_and_its_broadcast_stay_what_they_are(self) -> None:
        made = masked("10.44.17.0/24 brd 10.44.17.255 host 10.44.17.8")
        net, broadcast, host = re.findall(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+", made)
        assert ip_network(f"{net}/24").broadcast_address == ip_address(broadcast)
        assert ip_address(host) in ip_network(f"{net}/24")

    def test_a_version_of_five_numbers_and_a_time_are_no_addresses(self) -> None:
        text = "Release 19.3.0.0.0 at 12:34:56, 2026-11-22T03:04:05"
        assert masked(text) == text

    def test_an_address_as_the_index_of_a_row_is_masked_as_elsewhere(self) -> None:
        made = masked("1.3.6.1.2.1.4.20.1.1.10.44.17.8 = 10.44.17.8\n1.3.6.1.2.1.4.20.1.2.10.44.17.8 = 3")
        assert "10.44.17.8" not in made
        assert made.count(address(KEY, "10.44.17.8")) == 3

    def test_the_others_of_ipv6_and_hardware(self) -> None:
        text = (
            "inet6 2001:db8:17:4::8/64 fe80::5054:ff:fe12:3456/64 link 52:54:00:12:34:56 0050-5612-3456 0050.5612.3456 ::1"
        )
        made = masked(text)
        assert len(made) == len(text)
        assert not re.search(r"2001:db8|12:34:56|12-3456|12\.3456|fe12:3456", made)
        assert made.endswith(" ::1")
        assert "fe80::" in made
        assert "52:54:00:" in made
        dashed, dotted = re.findall(r"0050[-.](\w{4}[-.]\w{4})", made)
        assert dashed.replace("-", ".") == dotted


class TestWords:
    @given(st.text(alphabet="abcXYZ019_-市政府", min_size=3, max_size=40))
    def test_a_word_becomes_another_of_its_width_and_kind(self, word: str) -> None:
        made = pseudonym(KEY, word)
        assert len(made) == len(word)
        assert [one.isdigit() for one in made] == [one.isdigit() for one in word]
        assert [one.isascii() for one in made] == [one.isascii() for one in word]

    def test_it_is_hidden_in_any_letters_and_only_where_it_stands_alone(self) -> None:
        made = masked("DBHOST01 dbhost01.corp dbhost012 xdbhost01 dbhost01_bak", "dbhost01")
        name = pseudonym(KEY, "dbhost01")
        assert made == f"{name.upper()} {name}.corp dbhost012 xdbhost01 {name}_bak"

    def test_a_chinese_name_is_hidden_within_a_sentence(self) -> None:
        made = masked("联系滨海市环卫局王小明处理", "滨海市环卫局", "王小明")
        assert len(made) == 13
        assert not re.search("滨海|环卫|王小明", made)

    def test_what_everybody_has_and_what_is_too_short_is_not_a_word(self) -> None:
        found = words(["root", "localhost", "db", "8080", "zhangsan@corp.example.cn", "滨海市环卫局 一期", ""])
        assert found == {"zhangsan", "corp", "example", "滨海市环卫局", "一期", "滨海市环卫局 一期"}

    def test_bytes_that_are_no_text_stay(self) -> None:
        body = b"\xff\xfe dbhost01 \x80"
        name = pseudonym(KEY, "dbhost01")
        assert Mask(KEY, {"dbhost01": name}).raw(body) == b"\xff\xfe " + name.encode() + b" \x80"


class TestTheMap:
    def test_a_word_stays_what_it_became_and_two_never_become_one(self, tmp_path: Path) -> None:
        place = place_of(str(tmp_path / "s.db"))
        first = mask_of(place, ["abc", "abd"])
        later = mask_of(place, [*(f"ab{n}" for n in range(10)), "abc"])
        assert {one: later.words[one] for one in first.words} == first.words
        assert len(set(later.words.values())) == len(later.words) == 12
        assert later.key == first.key
        assert place.stat().st_mode & 0o077 == 0

    def test_one_that_cannot_be_read_is_not_made_anew(self, tmp_path: Path) -> None:
        place = place_of(str(tmp_path / "s.db"))
        place.write_text('{"key": "zz"')
        with pytest.raises(MapError):
            mask_of(place, ["abc"])
        assert place.read_text() == '{"key": "zz"'


PLANTED = ("滨海市环卫局", "李主任", "hq-report", "planted-user")


class TestExport:
    @pytest.fixture
    def exported(self, tmp_path: Path) -> Path:
        words = f"echo {' '.join(PLANTED)} 10.44.17.8"
        own = [{"id": "site.planted", "title": "planted", "is": "text", "expected": ["x"], "column": 1, "ask": words}]
        configuration(
            tmp_path,
            [{"id": "hq-report", "kind": "local"}],
            site={"customer": PLANTED[0]},
            contract={"data": "leaves-masked"},
            contacts=[{"name": PLANTED[1], "role": "it-application-manager"}],
            credentials={"ops": {"user": PLANTED[3], "password": "${ask}"}},
            custom_checks=own,
        )
        return tmp_path

    def finding(self, folder: Path) -> str:
        made = xunjian("run", "--only", "custom.*", "--store", "s.db", "--output", "json", folder=folder)
        return str(made.findings()[0]["id"])

    def test_no_planted_word_or_address_leaves_masked(self, exported: Path) -> None:
        name = self.finding(exported)
        done = xunjian("evidence", "export", name, "out", "--store", "s.db", folder=exported)
        assert done.code == 0, done.err
        written = "".join(one.read_text() for one in (exported / "out").rglob("*") if one.is_file())
        assert not [one for one in (*PLANTED, "10.44.17.8") if one in written], written
        origin = json.loads(next((exported / "out").rglob("origin.yaml")).read_text())
        assert origin["masked"] is True
        assert "s.db.masks.json" in done.err

    def test_plain_is_plain(self, exported: Path) -> None:
        name = self.finding(exported)
        xunjian("evidence", "export", name, "out", "--plain", "--store", "s.db", folder=exported)
        assert "10.44.17.8" in next((exported / "out").rglob("answer.txt")).read_text()
        assert not (exported / "s.db.masks.json").exists()
