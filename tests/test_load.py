"""xunjian.yaml: what is accepted, and that each mistake is told with its line, what was found and what to write."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from config.limits import Layer, limit
from config.load import load
from config.places import Plain, parse
from config.problems import ConfigError, Problem
from config.site import Bounds, Site, SshAccess, Target

EXAMPLES = Path(__file__).parents[1] / "config" / "examples"


@dataclass(frozen=True, slots=True)
class Usage:
    warn: float = limit(0.80, unit="ratio", source="test")
    critical: float = limit(0.90, unit="ratio", source="test")


KNOWN = {"server.filesystem_usage": Usage()}


def write(folder: Path, text: str, name: str = "xunjian.yaml") -> Path:
    path = folder / name
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def site(folder: Path, text: str) -> Site:
    return load(write(folder, text), KNOWN)


def errors(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        site(folder, text)
    chinese, english = caught.value.render("zh_CN"), caught.value.render("en")
    assert len(chinese) == len(english) == len(caught.value.problems)
    assert all("；" in line and " found " not in line for line in chinese)
    return [line.removeprefix(f"{folder}/") for line in english]


def problems_of(call: Callable[[], object]) -> tuple[Problem, ...] | None:
    """None when it went well; anything but a ConfigError comes through."""
    try:
        call()
    except ConfigError as error:
        return error.problems
    return None


def test_the_examples_load_and_the_main_one_uses_every_block() -> None:
    made = load(EXAMPLES / "xunjian.yaml", KNOWN)
    assert [t.id for t in made.targets] == ["web01", "web02", "ups-1", "本机", "bastion", "app01", "hr", "core-sw", "ups-2"]
    assert (made.customer, made.contract_number, made.language) == ("某市环卫局", "HW-2026-017", "zh_CN")
    assert [(r.layer, r.values["warn"]) for r in made.rules] == [
        (Layer.PROFILE, 0.80),
        (Layer.SITE, 0.85),
        (Layer.ITEM, 0.90),
    ]
    assert made.contacts[0]["role"] == "it-application-manager"
    assert made.credentials["ops"].private_key == str(EXAMPLES / "keys/id_ed25519")
    written = yaml.safe_load((EXAMPLES / "xunjian.yaml").read_text(encoding="utf-8"))
    assert set(written) >= {
        "include",
        "site",
        "contract",
        "contacts",
        "credentials",
        "targets",
        "limits",
        "bounds",
        "schedules",
    }


def test_without_targets_the_machine_itself_is_inspected(tmp_path: Path) -> None:
    made = site(tmp_path, "site: {customer: 某单位}")
    assert [(t.id, t.kind) for t in made.targets] == [("local", "local")]
    assert made.bounds == Bounds()


def test_a_target_with_everything(tmp_path: Path) -> None:
    made = site(
        tmp_path,
        """\
        credentials: {ops: {user: inspect}}
        targets:
          - {id: jump, address: jump.example}
          - id: 应用-1
            kind: linux
            address: "fd00::1"
            access: {ssh: {credential: ops, port: 2222, jump: jump, legacy: yes, sudo: true, accept_new_host_key: on}}
            tags: production
            importance: high
            dengbao: 3
            seconds: 60
            asset: {serial: 0123, warranty_ends_on: 2026-12-31, model: 1.10, location: }
        """,
    )
    assert made.targets[1] == Target(
        id="应用-1",
        address="fd00::1",
        ssh=SshAccess("ops", 2222, "jump", legacy=True, sudo=True, accept_new_host_key=True),
        importance="high",
        tags=("production",),
        dengbao=3,
        seconds=60,
        asset={"serial": "0123", "warranty_ends_on": "2026-12-31", "model": "1.10"},
        place=f"{tmp_path}/xunjian.yaml:4",
    )


def test_kinds_of_later_releases_keep_their_place_in_the_list(tmp_path: Path) -> None:
    made = site(
        tmp_path,
        """\
        targets:
          - {id: hr, kind: oracle, address: 10.0.0.21/HRPDB}
          - {id: sw, kind: network, platform: huawei_vrp, address: 10.0.0.1, access: {snmp: {version: 2c}}}
          - {id: ups, kind: manual}
        """,
    )
    assert [(t.id, t.kind, t.platform) for t in made.targets] == [
        ("hr", "oracle", "oracle"),
        ("sw", "network", "huawei_vrp"),
        ("ups", "manual", "manual"),
    ]


def test_the_digest_is_of_all_files(tmp_path: Path) -> None:
    write(tmp_path, "site: {customer: a}\n", "b.yaml")
    before = site(tmp_path, "include: b.yaml").digest
    assert before == site(tmp_path, "include: b.yaml").digest
    write(tmp_path, "site: {customer: b}\n", "b.yaml")
    assert before != site(tmp_path, "include: b.yaml").digest


def test_the_operators_own_file_wins_over_what_it_includes(tmp_path: Path) -> None:
    write(tmp_path, "site: {customer: a, provider: p, logo: l.png}\nbounds: {parallel: 4, log_days: 30}\n", "b.yaml")
    made = site(tmp_path, "include: [b.yaml]\nsite: {customer: b}\nbounds: {parallel: 8}\n")
    assert (made.customer, made.provider, made.logo) == ("b", "p", str(tmp_path / "l.png"))
    assert (made.bounds.parallel, made.bounds.log_days) == (8, 30)


FULL_WIDTH = {
    "a key with its block below": (
        "# 说明：无\nsite：\n  customer: 某市\n",
        "2：发现全角冒号“：”；请改为半角冒号加空格“: ”",
    ),
    "a key with its value": ("site:\n\n  customer：某市\n", "3：site：发现全角冒号“：”；请改为半角冒号加空格“: ”"),
    "a key of a list entry": ("targets:\n  - id：web\n", "2：targets[1]：发现全角冒号“：”；请改为半角冒号加空格“: ”"),
    "after quotes and a block text": (
        'site:\n  customer: "甲：乙"\n  provider: |\n    电话：1\ntargets：\n  - id: a\n',
        "5：发现全角冒号“：”；请改为半角冒号加空格“: ”",
    ),
    "a comma": ("targets:\n  - {id: a，kind: linux}\n", "2：发现全角符号“，”；请改为半角“, ”"),
    "a bracket": ("targets: ｛id: a｝\n", "1：发现全角符号“｛”；请改为半角“{”"),
}


@pytest.mark.parametrize(("text", "told"), FULL_WIDTH.values(), ids=FULL_WIDTH)
def test_a_full_width_sign_is_named_on_its_own_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        site(tmp_path, text)
    first = caught.value.render("zh_CN")[0]
    assert first == f"{tmp_path}/xunjian.yaml:{told}"


def test_full_width_signs_inside_values_are_no_slip(tmp_path: Path) -> None:
    assert site(tmp_path, "site:\n  customer: 某市：“环卫”，【局】\n").customer == "某市：“环卫”，【局】"
    with pytest.raises(ConfigError) as caught:
        site(tmp_path, "site: 说明 电话：1\n")
    assert "全角" not in caught.value.render("zh_CN")[0]


CIRCLE = """\
targets:
  - {id: a, address: a, access: {ssh: {jump: b}}}
  - {id: b, address: b, access: {ssh: {jump: c}}}
  - {id: c, address: c, access: {ssh: {jump: b}}}
"""

MISTAKES = {
    "a wrong key": (
        "site: {custmer: x}",
        ["xunjian.yaml:1: site: found the unknown key “custmer”; did you mean “customer”?"],
    ),
    "a wrong key on top": (
        "site:\n  customer: x\ntarget:\n  - {id: a}\n",
        ["xunjian.yaml:3: found the unknown key “target”; did you mean “targets”?"],
    ),
    "a wrong key deep down": (
        "targets:\n  - id: a\n    address: a\n    access:\n      ssh:\n        prot: 22\n",
        ["xunjian.yaml:6: targets[1].access.ssh: found the unknown key “prot”; did you mean “port”?"],
    ),
    "a wrong key with nothing behind it": (
        "site:\n  custmer:\n",
        ["xunjian.yaml:2: site: found the unknown key “custmer”; did you mean “customer”?"],
    ),
    "a wrong type": (
        "bounds: {parallel: many}",
        ["xunjian.yaml:1: bounds.parallel: found “many”; write a whole number from 1 to 256, without quotes"],
    ),
    "a list for a word": ("site:\n  customer: [a]", ["xunjian.yaml:2: site.customer: found a list; write text"]),
    "keys for a list": (
        "targets:\n  id: a\n",
        ["xunjian.yaml:1: targets: found keys and values; write a list: one “- ” in front of each entry"],
    ),
    "a word for keys": ("site: abc", ["xunjian.yaml:1: site: found “abc”; write keys and values, indented below"]),
    "a list for the whole": ("- a\n", ["xunjian.yaml:1: found a list; write keys and values, indented below"]),
    "a tab": (
        "site:\n\tcustomer: x\n",
        ["xunjian.yaml:2: found a tab as indentation; indent with spaces; YAML knows no tabs"],
    ),
    "a tab that YAML would let pass": (
        "targets:\n  - a\n\t- b\n",
        ["xunjian.yaml:3: found a tab as indentation; indent with spaces; YAML knows no tabs"],
    ),
    "a key twice": (
        "site:\n  customer: a\n  project: b\n  customer: c\n",
        ["xunjian.yaml:4: site: found the key “customer” again; it stands in line 2 already; keep one of the two"],
    ),
    "an id twice": (
        "targets:\n  - {id: a, address: a}\n  - {id: a, address: b}\n",
        ["xunjian.yaml:3: targets.id: found the id “a” again; {here}:2 has it already; give each target an id of its own"],
    ),
    "an id with a space": (
        "targets: [{id: a b, address: a}]",
        ["xunjian.yaml:1: targets[1].id: found “a b”; write an id of letters, digits,"],
    ),
    "no id": ("targets:\n  - {kind: local}\n", ["xunjian.yaml:2: targets[1]: found no “id”; add “id: …”"]),
    "no address": ("targets:\n  - {id: a}\n", ["xunjian.yaml:2: a: found no “address”; add “address: …”"]),
    "a kind misspelt": (
        "targets: [{id: a, kind: linx}]",
        ["xunjian.yaml:1: targets[1].kind: found “linx”; did you mean “linux”?"],
    ),
    "an unknown credential": (
        "credentials: {ops: {user: a}}\ntargets:\n  - {id: a, address: a, access: {ssh: {credential: opps}}}\n",
        ["xunjian.yaml:3: a.access.ssh.credential: found the unknown credential “opps”; did you mean “ops”?"],
    ),
    "an unknown jump host": (
        "targets:\n  - {id: a, address: a, access: {ssh: {jump: zzz}}}\n",
        ["xunjian.yaml:2: a.access.ssh.jump: found the unknown target “zzz”; write one of: a"],
    ),
    "jump hosts in a circle": (
        CIRCLE,
        ["xunjian.yaml:3: b.access.ssh.jump: found jump hosts in a circle: b → c → b; name a jump host"],
    ),
    "its own jump host": (
        "targets:\n  - {id: a, address: a, access: {ssh: {jump: a}}}\n",
        ["xunjian.yaml:2: a.access.ssh.jump: found jump hosts in a circle: a → a; name a jump host"],
    ),
    "an unknown time zone": (
        "site: {timezone: Asia/Peking}",
        ["xunjian.yaml:1: site.timezone: found the unknown time zone “Asia/Peking”; write it as in Asia/Shanghai"],
    ),
    "an empty list of targets": (
        "targets: []",
        ["xunjian.yaml:1: targets: found an empty list; name at least one target, or remove “targets:”"],
    ),
    "an empty file": (
        "# nothing\n",
        ["xunjian.yaml:1: found a file with nothing in it; write at least “targets:”, or remove the file"],
    ),
    "a tag": (
        "site: {customer: !!python/name:os.system x}",
        ["xunjian.yaml:1: site.customer: found the YAML tag tag:yaml.org,2002:python/name:os.system; write the plain"],
    ),
    "two documents": (
        "site: {}\n---\nsite: {}\n",
        ["xunjian.yaml:2: found a second document after “---”; keep one document in a file; use “include” for more"],
    ),
    "a bare asterisk": (
        "limits: [{check: a.b, item: *}]",
        ["xunjian.yaml:1: found what YAML cannot read (“*” or “&” with no name behind it: put the value in quotes"],
    ),
    "a run shorter than a target": (
        "bounds: {run_seconds: 60, target_seconds: 61}",
        ["xunjian.yaml:1: bounds: found run_seconds 60 below target_seconds 61; allow the whole run"],
    ),
    "an include that is not there": (
        "include: [gone.yaml]",
        ["xunjian.yaml:1: include: found no file “{folder}/gone.yaml”; check the path, or write a first file"],
    ),
    "a file that includes itself": (
        "include:\n  - xunjian.yaml\n",
        ["xunjian.yaml:2: include: found “xunjian.yaml”, which is being read already; include each file once"],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line_and_what_to_write(name: str, tmp_path: Path) -> None:
    text, expected = MISTAKES[name]
    said = errors(tmp_path, text)
    wanted = [line.replace("{here}", f"{tmp_path}/xunjian.yaml").replace("{folder}", str(tmp_path)) for line in expected]
    assert len(said) == len(wanted)
    assert all(line.startswith(start) for line, start in zip(said, wanted, strict=True)), said


@pytest.mark.parametrize(
    ("field", "accepted", "refused"),
    [
        ("target_seconds", (21, 3600), (0, 9, 86_401)),
        ("run_seconds", (240, 604_800), (29, 604_801)),
        ("connect_seconds", (1, 200), (0, 301)),
        ("sample_seconds", (1, 60), (0, 61)),
        ("parallel", (1, 256), (0, 257, -1)),
        ("log_days", (1, 400), (0, 401)),
    ],
)
def test_bounds_are_held_to_sane_ranges(
    field: str, accepted: tuple[int, ...], refused: tuple[int, ...], tmp_path: Path
) -> None:
    for value in accepted:
        assert getattr(site(tmp_path, f"bounds: {{{field}: {value}}}").bounds, field) == value
    for value in refused:
        assert len(errors(tmp_path, f"bounds: {{{field}: {value}}}")) == 1


@pytest.mark.parametrize(
    "address", ["10.0.0.300", "10.0.0", "root@10.0.0.1", "10.0.0.1:22", "-oProxyCommand=x", "a b", "a;b", ""]
)
def test_what_is_no_address_is_refused(address: str, tmp_path: Path) -> None:
    assert len(errors(tmp_path, f'targets: [{{id: a, address: "{address}"}}]')) == 1


def test_all_mistakes_are_told_at_once_also_of_included_files(tmp_path: Path) -> None:
    write(tmp_path, "site: {a: b}\n", "b.yaml")
    said = errors(tmp_path, "include: b.yaml\nsite: {custmer: x}\nbounds: {parallel: 0}\ntargets: [{id: a, kind: x}]\n")
    assert sorted(line.split(": ")[0] for line in said) == [
        "b.yaml:1",
        "xunjian.yaml:2",
        "xunjian.yaml:3",
        "xunjian.yaml:4",
    ]


def test_two_files_that_include_each_other_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "include: xunjian.yaml\n", "b.yaml")
    assert errors(tmp_path, "include: b.yaml\n")[0].startswith(
        "b.yaml:1: include: found “xunjian.yaml”, which is being read"
    )


def test_a_credential_and_an_id_of_an_included_file_are_known_and_may_not_come_twice(tmp_path: Path) -> None:
    write(tmp_path, "credentials: {ops: {user: a}}\ntargets: [{id: a, address: a}]\n", "b.yaml")
    text = "include: b.yaml\ntargets: [{id: c, address: c, access: {ssh: {credential: ops, jump: a}}}]\n"
    assert [t.id for t in site(tmp_path, text).targets] == ["a", "c"]
    said = errors(tmp_path, "include: b.yaml\ncredentials: {ops: {user: b}}\ntargets: [{id: a, address: c}]\n")
    assert [line.split(": ")[0] for line in said] == ["xunjian.yaml:2", "xunjian.yaml:3"]


@pytest.mark.parametrize("name", ["~nobody-of-that-name/x.yaml", '"a\\0b"', "[[a]]", "{a: b}", "''"])
def test_an_include_that_is_no_path_is_refused(name: str, tmp_path: Path) -> None:
    assert errors(tmp_path, f"include: {name}")[0].startswith("xunjian.yaml:1: include")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="folder"):
        load(tmp_path)
    with pytest.raises(ConfigError, match=r"no file .*xunjian init"):
        load(tmp_path / "none.yaml")
    (tmp_path / "empty.yaml").touch()
    with pytest.raises(ConfigError, match="nothing in it"):
        load(tmp_path / "empty.yaml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("site:\n  customer: 某市\n".encode("gb18030"), r":2: found text in GB18030"),
        ("site: {customer: 某市}\n".encode("utf-16"), r":1: found text in UTF-16"),
        (b"site: {customer: \xff\xff\xff}\n", r":1: found bytes that are no text"),
        (b"site:\n  customer: a\x07b\n", r":2: found a control character"),
        (b"[" * 50_000, r"nested deeper"),
        (b"[" * 40 + b"]" * 40, r"nested deeper"),
        (b"a: &a [*a]\n", r"nested deeper"),
        (b"#" * (4 * 1024**2 + 1), r"a file of more than 4 MiB"),
    ],
)
def test_bytes_that_are_no_configuration(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        load(path)


def test_anchors_that_multiply_are_bounded(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)
    ]
    said = errors(tmp_path, "\n".join(lines))
    assert "references that multiply each other" in said[0]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("\ufeffsite: {customer: 某市}".encode())
    assert load(path).customer == "某市"


def test_anchors_and_merges_work(tmp_path: Path) -> None:
    made = site(
        tmp_path,
        """\
        targets:
          - &first {id: a, address: a, tags: [x], importance: high}
          - {<<: *first, id: b, address: b}
        """,
    )
    assert [(t.id, t.importance, t.tags) for t in made.targets] == [("a", "high", ("x",)), ("b", "high", ("x",))]


PLANTED = "Hunter2-geheim"


@pytest.mark.parametrize(
    "text",
    [
        "credentials: {ops: {user: a, password: %s}}",
        "credentials: {ops: {user: a, password: 'x${env:A}%s'}}",
        "credentials: {ops: {user: a, passphrase: [%s]}}",
        "credentials: {ops: {user: a, pasword: %s}}",
        "credentials: {ops: %s}",
        "credentials: {ops: {password: {value: %s}}}",
        "credentials: {ops: {use_agent: %s}}",
        "targets: [{id: a, address: a, password: %s}]",
        "targets: [{id: a, address: a, access: {ssh: {password: %s}}}]",
        "store: {url: a, password: %s}",
        "credentials: {ops: {community: %s, auth: %s, priv: %s, token: %s}}",
    ],
)
def test_a_secret_in_clear_text_is_refused_and_not_repeated(text: str, tmp_path: Path) -> None:
    for said in errors(tmp_path, text.replace("%s", PLANTED)):
        assert PLANTED not in said


def test_how_to_write_a_secret_is_told(tmp_path: Path) -> None:
    (said,) = errors(tmp_path, f"credentials: {{ops: {{password: {PLANTED}}}}}")
    assert 'found a secret in clear text; no secret stands in this file: write "${env:NAME}"' in said


@pytest.mark.parametrize("reference", ["${env:A_1}", "${file:/run/credentials/a b}", "${ask}"])
def test_references_are_kept_as_they_stand(reference: str, tmp_path: Path) -> None:
    made = site(tmp_path, f'credentials: {{ops: {{password: "{reference}"}}}}')
    assert made.credentials["ops"].password == reference
    assert made.credentials["ops"].place == f"{tmp_path}/xunjian.yaml:1"


@pytest.mark.parametrize("reference", ["${env:1A}", "${env:}", "${file:relative}", "${ASK}", "${ask} ", "$ask", ""])
def test_what_is_no_reference_is_refused(reference: str, tmp_path: Path) -> None:
    assert len(errors(tmp_path, f'credentials: {{ops: {{password: "{reference}"}}}}')) == 1


SCALARS = st.one_of(st.text(max_size=20), st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False))
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
BLOCKS = st.sampled_from(
    ["site", "targets", "credentials", "limits", "bounds", "contract", "contacts", "include", "schedules", "store"]
)


@given(tree=st.dictionaries(BLOCKS, TREES, max_size=4))
def test_whatever_the_values_are_the_file_loads_or_says_why(
    tmp_path_factory: pytest.TempPathFactory, tree: dict[str, object]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    problems = problems_of(lambda: load(path, KNOWN))
    assert problems is None or (problems and all(problem.place for problem in problems))


@given(st.text(max_size=60))
@example("\x85a: 1")
@example("a:\u2028\t- b")
@example("? [a]\n: b")
@example("<<: 1")
def test_whatever_the_text_is_it_parses_or_says_why(text: str) -> None:
    problems = problems_of(lambda: parse(text, "x"))
    assert problems is None or (problems and all(problem.place.startswith("x:") for problem in problems))


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=30))
def test_a_quoted_text_is_itself(words: str) -> None:
    tree = parse(yaml.safe_dump({"a": words}, allow_unicode=True, default_style='"'), "x")
    assert isinstance(tree.value, dict)
    assert tree.value["a"] == words
    assert not isinstance(tree.value["a"], Plain)


def test_what_does_not_fit_together_is_told_beside_what_the_schema_refuses(tmp_path: Path) -> None:
    said = errors(
        tmp_path,
        """\
        site: {customer: 某市}
        targets:
          - {id: a, address: a, importence: high}
          - {id: b, address: b}
          - {id: b, address: c}
          - {address: d}
        limits:
          - {check: server.filesystem_use, warn: 0.5, reason: x}
          - {check: server.filesystem_usage, wran: 0.5, reason: x}
        bounds: {run_seconds: 60, target_seconds: 61}
        """,
    )
    assert [int(line.split(":")[1]) for line in said] == [3, 6, 8, 9, 10, 5], said
    assert "importence" in said[0]
    assert "the id “b” again" in said[-1]


@pytest.mark.parametrize(
    "text",
    [
        # Whatever is taken out here is what others name, or all there is: nothing more can be said for certain.
        "credentials: {ops: 5}\ntargets: [{id: a, address: a, access: {ssh: {credential: ops}}}]",
        "targets: [{address: a}]",
        "targets: 5\nlimits: [{check: server.nonsense, warn: 1, reason: x}]",
        "targets: [{id: a, kind: linx}, {id: b, address: b}]",
        "include: [gone.yaml]\ntargets: [{id: a, address: a, access: {ssh: {credential: ops}}}]",
    ],
)
def test_nothing_is_told_that_only_follows_from_another_mistake(text: str, tmp_path: Path) -> None:
    assert len(errors(tmp_path, text)) == 1
