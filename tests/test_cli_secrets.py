"""No secret of a device's answer is kept: every maker's forms with a planted one, and one that is made up each time."""

import re
import string
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from collectors.sessions.cli import secret_words as words
from collectors.sessions.cli.secret_words import KINDS
from collectors.sessions.cli.secrets import MASK, masked

PLANTED = "Planted-7_word"
FORMS = {
    "huawei": """
local-user wang password irreversible-cipher {0}
local-user wang password cipher %^%#{0}%^%#
local-user li password simple {0}
 set authentication password cipher {0}
super password level 3 cipher {0}
snmp-agent community read cipher {0} mib-view All acl 2000
snmp-agent community write {0}
snmp-agent usm-user v3 wang authentication-mode sha cipher {0}
snmp-agent usm-user v3 wang group g1 authentication-mode md5 {0} privacy-mode aes128 {0}
snmp-agent target-host trap address udp-domain 10.0.0.8 params securityname cipher {0} v2c
snmp-agent target-host inform address udp-domain 10.0.0.8 params securityname {0} v2c
radius-server shared-key cipher {0}
hwtacacs-server shared-key {0}
 pre-shared-key cipher {0}
 pre-shared-key {0}
 ospf authentication-mode md5 1 cipher {0}
 ospf authentication-mode simple plain {0}
 isis authentication-mode md5 cipher {0}
 peer 10.0.0.2 password cipher {0}
 key-string cipher {0}
ntp-service authentication-keyid 1 authentication-mode md5 cipher {0}
 ppp chap password cipher {0}
 vlink-peer 10.0.0.1 md5 1 plain {0}
 vlink-peer 10.0.0.1 simple {0}
 sham-link 10.0.0.1 10.0.0.2 md5 1 cipher {0}
 ppp pap local-user wang password simple {0}
 security wpa-wpa2 psk pass-phrase {0} aes
 bfd authentication-mode m-md5 1 plain {0}
 cak mode static cak {0} ckn 1234
 radius-server authorization 10.0.0.8 shared-key {0}
 vrrp vrid 1 authentication-mode md5 {0}
 vrrp vrid 1 authentication-mode simple {0}
   Community name:{0}
""",
    "h3c": """
 password hash $h$6${0}
 password simple {0}
 password cipher $c$3${0}
super password role network-admin hash {0}
snmp-agent community read simple {0} acl 2000
snmp-agent community write cipher {0}
snmp-agent usm-user v3 wang g1 cipher authentication-mode sha {0} privacy-mode aes128 {0}
snmp-agent usm-user v3 wang g1 simple authentication-mode md5 {0} privacy-mode des56 {0}
 primary authentication 10.0.0.8 key cipher {0}
 secondary accounting 10.0.0.9 key simple {0}
 key authentication cipher {0}
 key accounting {0}
 pre-shared-key address 10.0.0.9 255.255.255.255 key cipher {0}
 preshared-key pass-phrase cipher {0}
 set authentication password hash {0}
 portal server newpt ip 10.0.0.8 key simple {0} port 50100
 ip 10.0.0.8 key simple {0}
 sa string-key inbound esp simple {0}
 sa string-key outbound ah {0}
 sa hex-key authentication inbound esp simple {0}
 sa encryption-hex outbound esp simple {0}
""",
    "ruijie": """
enable secret 5 $1${0}
enable password 7 {0}
username wang password 7 {0}
username wang privilege 15 secret {0}
snmp-server community 7 {0} ro
snmp-server host 10.0.0.8 traps version 2c {0}
radius-server host 10.0.0.8 key 7 {0}
 password 7 {0}
 authentication key-string {0}
 web-auth portal key {0}
 portal-server eportalv2 ip 10.0.0.8 key {0}
""",
    "cisco": """
enable secret 9 $9${0}
enable password {0}
enable password {0} with more words
username wang privilege 15 secret 5 {0}
username wang password 0 {0}
username wang password 5 {0} role network-admin
 password 7 {0}
snmp-server community {0} RO 10
snmp-server community {0} group network-operator
 url ftp://wang:{0}@10.0.0.8/configuration
archive path scp://wang:{0}@[2001:db8::8]:22/x
ip ddns update http://wang:{0}@host/a:b
 web-password {0}
 ldap-admin-passwd cipher {0}
md5-password plain 10.0.0.2 {0}
 api-key {0}
  mail-server wang:{0}@10.0.0.8 priority 1
snmpv3 user wang auth md5 {0}
snmp-server host 10.0.0.8 version 2c {0}
snmp-server host 10.0.0.8 {0}
snmp-server host 10.0.0.8 traps {0} config
snmp-server host inside 10.0.0.8 community {0} version 2c
snmp-server user wang g1 v3 auth sha {0} priv aes 128 {0}
snmp-server user wang network-admin auth md5 {0} priv {0} localizedkey
tacacs-server key 7 {0}
tacacs-server host 10.0.0.8 key {0}
radius-server host 10.0.0.8 auth-port 1812 acct-port 1813 key 7 {0}
radius-server key {0}
 key 7 {0}
 key {0}
 key-string 7 {0}
 ip ospf message-digest-key 1 md5 7 {0}
 ip ospf message-digest-key 1 md5 {0}
 ip ospf authentication-key {0}
 neighbor 10.0.0.2 password 7 {0}
crypto isakmp key {0} address 10.0.0.9
crypto isakmp key 6 {0} address 10.0.0.9
 standby 1 authentication md5 key-string 7 {0}
 standby 1 authentication {0}
 vrrp 1 authentication text {0}
ntp authentication-key 1 md5 {0} 7
 wpa-psk ascii 0 {0}
area-password {0}
 ip nhrp authentication {0}
 server-private 10.0.0.8 key {0}
passwd {0} encrypted
enable password {0} pbkdf2
 ikev1 pre-shared-key {0}
 ikev2 remote-authentication pre-shared-key {0}
 ldap-login-password {0}
failover key {0}
failover lan key hex {0}
  client 10.0.0.8 server-key 7 {0}
  server-key {0}
 pac key 7 {0}
 ospfv3 authentication ipsec spi 256 md5 0 {0}
 ospfv3 encryption ipsec spi 1001 esp aes-cbc 128 {0} sha1 {0}
 ipv6 ospf encryption ipsec spi 1001 esp null sha1 7 {0}
 area 0 authentication ipsec spi 256 md5 {0}
  authentication text {0}
 encryption key 1 size 128bit 7 {0} transmit-key
 etr map-server 10.0.0.8 key 7 {0}
 fabric control-plane key {0}
 sap pmk {0} mode-list gcm
 radius-common-pw {0}
 key-octet-string 7 {0}
set session-key inbound ah 256 {0}
event manager environment _email_pw {0}
event manager environment _password {0}
snmp mib community-map {0} engineid 8000
tacacs-server host 10.0.0.8 key 8a {0}
Community name: {0}
""",
    "juniper": """
    encrypted-password "$6${0}"; ## SECRET-DATA
    secret "$9${0}"; ## SECRET-DATA
    authentication-key "{0}"; ## SECRET-DATA
    pre-shared-key ascii-text "{0}"; ## SECRET-DATA
    community {0} {{
    trap-group {0} {{
set snmp community {0} authorization read-only
set system ntp authentication-key 1 type md5 value "{0}"
set system root-authentication encrypted-password "{0}"
set system radius-server 10.0.0.8 secret "{0}"
set snmp v3 usm local-engine user wang authentication-sha authentication-password "{0}"
""",
    "fortinet": """
        set password ENC {0}
        set psksecret ENC {0}
        set passphrase {0}
        set secret {0}
        set enckey {0}
        set azure-api-authorization-key {0}
        set headers "Authorization: Bearer {0}"
        set md5-keys {0}
        set access-key {0}
        set seed {0}
        set auth-pwd ENC {0}
config system snmp community
    edit 1
        set name "{0}"
        config hosts
            edit 1
                set ip 10.0.0.1 255.255.255.255
            next
        end
    next
end
""",
    "arista": """
username wang privilege 15 role network-admin secret sha512 {0}
enable secret sha512 {0}
snmp-server user wang g1 v3 localized f5717f auth sha {0} priv aes {0}
   neighbor 10.0.0.2 password 7 {0}
   exec /usr/bin/TerminAttr -ingestauth=key,{0} -ingestvrf=x
""",
    "zte": """
snmp-server community {0} view AllView ro
snmp-server community encrypted {0} view AllView ro
username wang password encrypted {0} privilege 15
username wang password {0} privilege 15
enable secret level 15 5 {0}
snmp-server host 10.0.0.8 trap version 2c {0} enable NOTIFICATIONS server udp-port 162
""",
    "hillstone": """
  password {0}
snmp-server host 10.0.0.8 version 2c community "{0}" ro
  pre-share "{0}"
snmp-server user wang group g1 v3 remote 10.0.0.8 auth-protocol md5 {0} enc-protocol aes {0}
""",
    "f5": """
    encrypted-password {0}
    bind-pw {0}
    secret {0}
            community-name {0}
    passphrase {0}
    auth-password-encrypted "{0}"
""",
}
LINES = [
    pytest.param(line, id=f"{maker}:{line.strip()}"[:70])
    for maker, text in FORMS.items()
    for line in text.splitlines()
    if "{0}" in line
]
WORDS = {
    "community",
    "securityname",
    "authentication-mode",
    "privacy-mode",
    *KINDS,
    *re.split(r"[|?]", f"{words.SECRETS}|{words.PROSE}"),
}
"""Words of the command lines themselves; who takes one for a password has it in every manual."""
SECRETS = st.text(string.ascii_letters + string.digits + "!@#%^&*_+-=./", min_size=8, max_size=40).filter(
    lambda one: not one.isdecimal() and one[0].isalnum() and one.lower() not in WORDS
)


def in_its_block(line: str) -> str:
    return f"config system snmp community\n edit 1\n{line}\n next\nend\n" if "set name" in line else line


@pytest.mark.parametrize("line", LINES)
def test_a_planted_secret_is_masked(line: str) -> None:
    kept = masked(in_its_block(line.format(PLANTED)))
    assert PLANTED not in kept
    assert MASK in kept


@given(secret=SECRETS, line=st.sampled_from([one.values[0] for one in LINES]))
def test_no_secret_survives(secret: str, line: object) -> None:
    assume(secret not in in_its_block(str(line).format("")))
    kept = masked(in_its_block(str(line).format(secret)))
    assert secret not in kept
    assert masked(kept) == kept, "masked twice is masked once"


@given(secret=SECRETS, other=SECRETS, line=st.sampled_from([one.values[0] for one in LINES]))
def test_two_secrets_leave_one_text(secret: str, other: str, line: object) -> None:
    assert masked(in_its_block(str(line).format(secret))) == masked(in_its_block(str(line).format(other)))


@given(st.text(max_size=400))
def test_nothing_is_added_or_moved(text: str) -> None:
    assert masked(text).count("\n") <= text.count("\n")
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize("maker", FORMS)
def test_a_whole_configuration_keeps_its_lines(maker: str) -> None:
    text = FORMS[maker].format(PLANTED)
    assert PLANTED not in masked(text)
    assert masked(text).count("\n") == text.count("\n")


def test_a_line_as_long_as_an_answer_costs_no_more_than_its_length() -> None:
    started = time.monotonic()
    for word in (
        "radius x key ",
        "password ",
        "community ",
        "authentication md5 ",
        "snmp-server host 1 version ",
        "$1$",
        "%^%#",
    ):
        masked(word * (300_000 // len(word)))
    assert time.monotonic() - started < 5
    kept = masked("x " * 600 + f"password {PLANTED} " + "y " * 600)
    assert PLANTED not in kept
    assert masked(kept) == kept


@pytest.mark.parametrize("secret", ["the quick fox", "a b", "status", "check 123"])
def test_a_password_of_words_is_one(secret: str) -> None:
    for line in ("enable password {0}", "username wang password 0 {0}", "local-user wang password simple {0}"):
        assert masked(line.format(secret)) == line.format(MASK)


def test_private_keys_go_whole() -> None:
    kind = "RSA PRIVATE KEY"
    text = f'set private-key "-----BEGIN {kind}-----\nQUJD\nREVG\n-----END {kind}-----"\nnext\n'
    assert "QUJD" not in masked(text)
    assert masked(text).endswith("\nnext\n")
    assert "REVG" not in masked(f"-----BEGIN {kind}-----\nREVG\n"), "cut, and still none of it"


@pytest.mark.parametrize(
    "line",
    [
        "service password-encryption",
        " password-control enable",
        "Error: The password is incorrect.",
        "Login failed [Reason: Password mismatch]",
        "password policy min-length 8",
        " authentication pre-share",
        " key chain K1",
        "crypto key generate rsa",
        "ip ssh server algorithm encryption aes256-ctr",
        "ssh server cipher aes256_ctr aes128_ctr",
        "Cipher: aes256-ctr",
        "ip community-list standard C1 permit 65000:1",
        " set community 65000:1 additive",
        " apply community 65000:100",
        " neighbor 10.0.0.1 send-community",
        "snmp-agent community complexity-check disable",
        "snmp-agent sys-info version v3",
        "GigabitEthernet0/0/1 current state : UP",
        "The key exchange failed",
        "snmp-server host 10.0.0.8 version 2c public",
        "snmp-agent community read cipher public",
        "snmp-server community private RW",
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert masked(line) == line


def test_how_a_secret_is_kept_and_what_it_opens_stay() -> None:
    assert masked(f"username wang privilege 15 secret 5 {PLANTED}") == f"username wang privilege 15 secret 5 {MASK}"
    assert (
        masked(f"username wang password 7 {PLANTED} role network-admin")
        == f"username wang password 7 {MASK} role network-admin"
    )
    assert masked(f"snmp-agent community read cipher {PLANTED} mib-view All acl 2000") == (
        f"snmp-agent community read cipher {MASK} mib-view All acl 2000"
    )
    assert masked(f"super password level 3 cipher {PLANTED}") == f"super password level 3 cipher {MASK}"
    assert masked(f"crypto isakmp key 6 {PLANTED} address 10.0.0.9") == f"crypto isakmp key 6 {MASK} address 10.0.0.9"
