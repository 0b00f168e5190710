"""The file of a 客户包: whoever changes, cuts, moves or repeats one piece of it is noticed before anything is taken in."""

import io
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.bundles import envelope
from agent.bundles.keys import PublicKey, StoreKey, key_of, place_of, public_of, same_fingerprint
from agent.bundles.records import END, read, written
from agent.bundles.trouble import BundleError
from config.secrets import Secret
from config.vault import Cost

CHEAP = Cost(2**4)
WORDS = b"".join(f"line {number}\n".encode() for number in range(26_000))
SIGNATURE = 64


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[StoreKey, StoreKey]:
    folder = tmp_path_factory.mktemp("keys")
    return key_of(str(folder / "a.db")), key_of(str(folder / "b.db"))


def nobody() -> Secret:
    raise AssertionError("nobody is asked")


def sealed(own: StoreKey, other: PublicKey, content: bytes = WORDS) -> bytes:
    file = io.BytesIO()
    writer = envelope.writer_to(file, own, other)
    for begins in range(0, len(content), 10_007):
        writer.write(content[begins : begins + 10_007])
    writer.close()
    return file.getvalue()


def unsealed(content: bytes, own: StoreKey) -> bytes:
    file = io.BytesIO(content)
    signed = envelope.checked(file)
    return b"".join(envelope.stream(file, signed, envelope.opened(signed, own, nobody)))


@pytest.fixture(scope="module")
def whole(keys: tuple[StoreKey, StoreKey]) -> bytes:
    return sealed(keys[0], keys[1].public)


def test_what_was_written_is_read(keys: tuple[StoreKey, StoreKey], whole: bytes) -> None:
    assert unsealed(whole, keys[1]) == WORDS
    assert unsealed(sealed(*keys_of(keys), b""), keys[1]) == b""
    assert b"line 7" not in whole


def keys_of(keys: tuple[StoreKey, StoreKey]) -> tuple[StoreKey, PublicKey]:
    return keys[0], keys[1].public


@pytest.mark.parametrize("size", [0, 1, envelope.PIECE_BYTES - 1, envelope.PIECE_BYTES, envelope.PIECE_BYTES + 1])
def test_of_every_size_about_a_piece(keys: tuple[StoreKey, StoreKey], size: int) -> None:
    assert len(unsealed(sealed(*keys_of(keys), bytes(size)), keys[1])) == size


@given(data=st.data())
def test_one_flipped_bit_anywhere(data: st.DataObject, keys: tuple[StoreKey, StoreKey], whole: bytes) -> None:
    at, bit = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(whole)
    changed[at] ^= 1 << bit
    with pytest.raises(BundleError):
        unsealed(bytes(changed), keys[1])


@given(data=st.data())
def test_cut_off_anywhere(data: st.DataObject, keys: tuple[StoreKey, StoreKey], whole: bytes) -> None:
    with pytest.raises(BundleError):
        unsealed(whole[: data.draw(st.integers(0, len(whole) - 1))], keys[1])


def pieces(whole: bytes) -> tuple[bytes, list[bytes]]:
    """The head of a file, and its pieces with their lengths."""
    begins = whole.index(b"\n", len(envelope.FORM)) + 1
    found, at = [], begins
    while at < len(whole) - SIGNATURE:
        length = 4 + int.from_bytes(whole[at : at + 4])
        found.append(whole[at : at + length])
        at += length
    return whole[:begins], found


def signed_anew(own: StoreKey, head: bytes, body: list[bytes]) -> bytes:
    """As a signer would who can sign, and moves pieces about."""
    content = head + b"".join(body)
    return content + own.sign.sign(b"xunjian-bundle 1 signature\0" + sha256(content).digest())


def moved(body: list[bytes]) -> Iterator[list[bytes]]:
    yield [body[1], body[0], *body[2:]]
    yield [*body[:2], *body[1:]]
    yield body[1:]
    yield body[:-1]
    yield [*body[:1], *body[2:]]
    yield [*body, body[-1]]
    yield []


@pytest.mark.parametrize("turn", range(7))
def test_pieces_moved_repeated_or_left_out_do_not_open_even_where_the_signature_fits(
    turn: int, keys: tuple[StoreKey, StoreKey], whole: bytes
) -> None:
    head, body = pieces(whole)
    assert len(body) > 3
    assert unsealed(signed_anew(keys[0], head, body), keys[1]) == WORDS
    with pytest.raises(BundleError):
        unsealed(signed_anew(keys[0], head, list(moved(body))[turn]), keys[1])


def test_a_piece_of_another_file_does_not_open(keys: tuple[StoreKey, StoreKey], whole: bytes) -> None:
    head, body = pieces(whole)
    _head, others = pieces(sealed(*keys_of(keys)))
    with pytest.raises(BundleError):
        unsealed(signed_anew(keys[0], head, [others[0], *body[1:]]), keys[1])


def test_who_signs_anothers_file_anew_cannot_make_it_open(
    keys: tuple[StoreKey, StoreKey], tmp_path: Path, whole: bytes
) -> None:
    thief = key_of(str(tmp_path / "c.db"))
    head, body = pieces(whole)
    told = json.loads(head[len(envelope.FORM) :])
    for name, value in json.loads(pieces(sealed(thief, keys[1].public))[0][len(envelope.FORM) :]).items():
        if name in {"signer", "opens"}:
            told[name] = value
    with pytest.raises(BundleError):
        unsealed(signed_anew(thief, envelope.FORM + json.dumps(told).encode() + b"\n", body), keys[1])


def test_it_is_for_one_store(keys: tuple[StoreKey, StoreKey], whole: bytes) -> None:
    with pytest.raises(BundleError, match=keys[1].public.fingerprint):
        unsealed(whole, keys[0])


def test_a_file_that_changed_between_two_readings(keys: tuple[StoreKey, StoreKey], whole: bytes) -> None:
    file = io.BytesIO(whole)
    signed = envelope.checked(file)
    key = envelope.opened(signed, keys[1], nobody)
    head, body = pieces(whole)
    short = io.BytesIO(head + b"".join(body[:-1]))
    with pytest.raises(BundleError):
        list(envelope.stream(short, signed, key))


def test_under_a_passphrase(keys: tuple[StoreKey, StoreKey]) -> None:
    file = io.BytesIO()
    writer = envelope.writer_under(file, keys[0], Secret("正确的口令 2026"), CHEAP)
    writer.write(b"words")
    writer.close()
    signed = envelope.checked(file)
    key = envelope.opened(signed, keys[1], lambda: Secret("正确的口令 2026"))
    assert b"".join(envelope.stream(file, signed, key)) == b"words"
    with pytest.raises(BundleError, match="passphrase"):
        envelope.opened(signed, keys[1], lambda: Secret("wrong"))


@pytest.mark.parametrize("cost", [(2**30, 8, 1), (3, 8, 1), (0, 0, 0), (-16, 8, 1)])
def test_a_header_that_asks_for_all_memory_is_not_followed(
    keys: tuple[StoreKey, StoreKey], cost: tuple[int, int, int]
) -> None:
    told = {"signer": "", "opens": "", "way": "passphrase", "wrapped": "", "salt": "AAAA"}
    header = envelope.Header(**told, cost=cost)
    with pytest.raises(BundleError, match="memory"):
        envelope.opened(envelope.Signed(header, b"", 0, 0), keys[1], lambda: Secret("x"))


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\0", envelope.FORM, envelope.FORM + b"{}\n" + bytes(64)])
def test_what_is_no_bundle(content: bytes, keys: tuple[StoreKey, StoreKey]) -> None:
    with pytest.raises(BundleError):
        unsealed(content, keys[1])


@given(line=st.binary(max_size=200))
def test_a_header_of_any_bytes(keys: tuple[StoreKey, StoreKey], line: bytes) -> None:
    with pytest.raises(BundleError):
        unsealed(envelope.FORM + line + b"\n" + bytes(100), keys[1])


# --- keys


def test_a_key_is_made_once_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    place = str(tmp_path / "s.db")
    one = key_of(place)
    assert key_of(place).public == one.public
    assert place_of(place).stat().st_mode & 0o777 == 0o600
    assert key_of(str(tmp_path / "copy.db")).public != one.public
    assert repr(one) == "StoreKey(***)"
    place_of(place).chmod(0o644)
    with pytest.raises(BundleError):
        key_of(place)


@pytest.mark.parametrize(
    "text", ["", "x", "xunjian-key 1\n", "xunjian-key 1\nAAAA\n", "xunjian-key 2\n" + "A" * 43 + "=\n"]
)
def test_a_damaged_key_is_said(tmp_path: Path, text: str) -> None:
    place_of(str(tmp_path / "s.db")).write_text(text)
    place_of(str(tmp_path / "s.db")).chmod(0o600)
    with pytest.raises(BundleError):
        key_of(str(tmp_path / "s.db"))


def test_a_public_key_as_it_is_printed_is_read(keys: tuple[StoreKey, StoreKey]) -> None:
    public = keys[0].public
    assert public_of(public.text, "x") == public
    assert public_of(public.text.replace("\n", "\r\n"), "x") == public
    assert [len(group) for group in public.fingerprint.split("-")] == [4] * 8
    for text in ("", public.fingerprint, public.text[:40], "ssh-ed25519 AAAA"):
        with pytest.raises(BundleError):
            public_of(text, "x")


def test_a_fingerprint_is_compared_whole() -> None:
    assert same_fingerprint("ABCD-EFGH", "abcd efgh")
    assert not same_fingerprint("ABCD-EFGH", "ABCD")
    assert not same_fingerprint("", "")


# --- records


def stream(*records: tuple[str, dict[str, object]]) -> list[bytes]:
    return [written(one) for one in records]


PIN: dict[str, object] = {"inspection": "1", "reason": "x", "at": 1.0}


def test_records_are_read_however_they_are_torn() -> None:
    body = b"".join(stream(("pins", PIN), (END, {"pins": 1})))
    assert list(read([body])) == list(read([body[at : at + 1] for at in range(len(body))]))


@pytest.mark.parametrize(
    "records",
    [
        [],
        [("pins", PIN)],
        [("pins", PIN), (END, {"pins": 2})],
        [(END, {}), ("pins", PIN)],
        [("pins", {**PIN, "at": "x"}), (END, {"pins": 1})],
        [("pins", {**PIN, "more": 1}), (END, {"pins": 1})],
        [("pins", {**PIN, "at": None}), (END, {"pins": 1})],
        [("leases; drop table", {}), (END, {"leases; drop table": 1})],
        [
            ("measures", {"target": "a", "check_id": "b", "subject": "c", "name": "d", "points": [["x", 1.0]]}),
            (END, {"measures": 1}),
        ],
    ],
)
def test_what_is_no_content_of_ours_is_refused(records: list[tuple[str, dict[str, object]]]) -> None:
    with pytest.raises(BundleError):
        list(read(stream(*records)))


@given(st.binary(max_size=300))
def test_any_bytes_are_content_or_refused(body: bytes) -> None:
    with pytest.raises(BundleError):
        list(read([body]))
