"""Vendors' files of advisories, written for tests by the public descriptions of their formats; every hole is invented."""

from typing import Final

_SPACES: Final = (
    'xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:oval="http://oval.mitre.org/XMLSchema/oval-common-5" '
    'xmlns:linux="http://oval.mitre.org/XMLSchema/oval-definitions-5#linux"'
)


def _oval(timestamp: str, definitions: str, rest: str) -> str:
    generator = f"<generator><oval:timestamp>{timestamp}</oval:timestamp></generator>" if timestamp else ""
    head = f"<?xml version='1.0' encoding='UTF-8'?>\n<oval_definitions {_SPACES}>{generator}"
    return f"{head}<definitions>{definitions}</definitions>{rest}</oval_definitions>\n"


def debian_oval(fixed: str = "0:3.0.17-1~deb12u3", package: str = "openssl", timestamp: str = "2026-11-20T06:00:00") -> str:
    """Debian's: a hole of a source package, one that the release never had, and one that is not mended yet."""
    definitions = "".join(
        f'<definition id="oval:org.debian:def:{number}" version="1" class="vulnerability"><metadata>'
        f"<title>CVE-2026-100{number} {package}</title>"
        '<affected family="unix"><platform>Debian GNU/Linux 12</platform></affected>'
        f'<reference source="CVE" ref_id="CVE-2026-100{number}"/><debian><dsa>DSA-900{number}-1</dsa></debian></metadata>'
        '<criteria operator="AND"><criterion test_ref="tst:1" comment="Debian 12 is installed"/>'
        '<criteria operator="OR"><criteria operator="AND"><criterion test_ref="tst:2" comment="all architecture"/>'
        f'<criterion test_ref="tst:1{number}" comment="no words"/></criteria></criteria></criteria></definition>'
        for number in (1, 2, 3)
    )
    rest = (
        '<tests><linux:dpkginfo_test id="tst:11"><linux:object object_ref="obj:1"/><linux:state state_ref="ste:1"/>'
        '</linux:dpkginfo_test><linux:dpkginfo_test id="tst:12"><linux:object object_ref="obj:1"/>'
        '<linux:state state_ref="ste:2"/></linux:dpkginfo_test>'
        '<linux:dpkginfo_test id="tst:13"><linux:object object_ref="obj:1"/></linux:dpkginfo_test></tests>'
        f'<objects><linux:dpkginfo_object id="obj:1"><linux:name>{package}</linux:name></linux:dpkginfo_object></objects>'
        f'<states><linux:dpkginfo_state id="ste:1"><linux:evr operation="less than">{fixed}</linux:evr>'
        '</linux:dpkginfo_state><linux:dpkginfo_state id="ste:2"><linux:evr operation="less than">0:0</linux:evr>'
        "</linux:dpkginfo_state></states>"
    )
    return _oval(timestamp, definitions, rest)


def ubuntu_oval() -> str:
    """Ubuntu's: the binary packages stand in a variable."""
    definitions = (
        '<definition id="d1" class="patch"><metadata><title>USN-9001-1 -- example</title>'
        "<affected><platform>Ubuntu 22.04 LTS</platform></affected>"
        '<reference source="CVE" ref_id="CVE-2026-1004"/><advisory><severity>Medium</severity>'
        '<issued date="2026-11-02"/></advisory></metadata>'
        '<criteria><extend_definition definition_ref="d0"/><criterion test_ref="t1"/></criteria></definition>'
    )
    rest = (
        '<tests><linux:dpkginfo_test id="t1"><linux:object object_ref="o1"/><linux:state state_ref="s1"/>'
        '</linux:dpkginfo_test></tests><objects><linux:dpkginfo_object id="o1"><linux:name var_ref="v1"/>'
        '</linux:dpkginfo_object></objects><states><linux:dpkginfo_state id="s1">'
        '<linux:evr operation="less than">0:3.0.2-0ubuntu1.18</linux:evr></linux:dpkginfo_state></states>'
        '<variables><constant_variable id="v1"><value>libssl3</value><value>openssl</value></constant_variable></variables>'
    )
    return _oval("2026-11-20T06:00:00", definitions, rest)


def rhel_oval(criteria: str = "", severity: str = "Important") -> str:
    """Red Hat's: binary packages, signed, of a module; ``criteria`` in place of the usual ones."""
    usual = (
        '<criteria operator="AND"><criterion comment="Red Hat Enterprise Linux 9 is installed" test_ref="t0"/>'
        '<criterion comment="Module postgresql:15 is enabled" test_ref="tm"/><criteria operator="OR">'
        '<criteria operator="AND"><criterion comment="earlier" test_ref="t1"/>'
        '<criterion comment="postgresql-server is signed with Red Hat key" test_ref="t2"/></criteria></criteria></criteria>'
    )
    definitions = (
        '<definition id="oval:com.redhat.rhsa:def:20260001" class="patch"><metadata>'
        "<title>RHSA-2026:0001: postgresql:15 security update (Important)</title>"
        "<affected><platform>Red Hat Enterprise Linux 9</platform></affected>"
        '<reference source="RHSA" ref_id="RHSA-2026:0001"/><reference source="CVE" ref_id="CVE-2026-1005"/>'
        f'<advisory><severity>{severity}</severity><issued date="2026-11-03"/>'
        "<cve>CVE-2026-1006</cve></advisory></metadata>"
        f"{criteria or usual}</definition>"
        '<definition id="i" class="inventory"><metadata><title>x</title><affected>'
        "<platform>Red Hat Enterprise Linux 9</platform></affected></metadata>"
        '<criteria><criterion test_ref="t1"/></criteria></definition>'
    )
    rest = (
        '<tests><linux:rpminfo_test id="t1"><linux:object object_ref="o1"/><linux:state state_ref="s1"/>'
        '</linux:rpminfo_test><linux:rpminfo_test id="t2"><linux:object object_ref="o1"/><linux:state state_ref="s2"/>'
        '</linux:rpminfo_test><linux:rpminfo_test id="t3"><linux:object object_ref="o2"/><linux:state state_ref="s1"/>'
        '</linux:rpminfo_test><linux:rpminfo_test id="t4"><linux:object object_ref="o1"/><linux:state state_ref="s3"/>'
        "</linux:rpminfo_test></tests>"
        '<objects><linux:rpminfo_object id="o1"><linux:name>postgresql-server</linux:name></linux:rpminfo_object>'
        '<linux:rpminfo_object id="o2"><linux:name>postgresql</linux:name></linux:rpminfo_object></objects>'
        '<states><linux:rpminfo_state id="s1"><linux:evr operation="less than">0:15.9-1.el9</linux:evr>'
        '</linux:rpminfo_state><linux:rpminfo_state id="s2"><linux:signature_keyid operation="equals">199e2f91fd431d51'
        '</linux:signature_keyid></linux:rpminfo_state><linux:rpminfo_state id="s3">'
        '<linux:evr operation="greater than or equal">0:15.0-1.el9</linux:evr></linux:rpminfo_state></states>'
    )
    return _oval("2026-11-19T08:00:00+00:00", definitions, rest)


def updateinfo(epoch: str = "", issued: str = "2026-11-18") -> str:
    """A repository's: one advisory of security, one that is none."""
    named = f' epoch="{epoch}"' if epoch else ""
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<updates>"
        '<update from="maker" type="security" status="stable"><id>openEuler-SA-2026-9001</id><title>openssl</title>'
        f'<severity>Critical</severity><issued date="{issued}"></issued><references>'
        '<reference href="x" id="CVE-2026-1007" title="CVE-2026-1007" type="cve"/></references><pkglist><collection>'
        f'<name>openEuler</name><package arch="x86_64" name="openssl-libs"{named} version="1.1.1wa" release="9.oe2203sp3"/>'
        '<package arch="src" name="openssl" version="1.1.1wa" release="9.oe2203sp3"/></collection></pkglist></update>'
        '<update type="bugfix"><id>openEuler-BA-2026-9002</id><issued date="2026-11-21"/><pkglist><collection>'
        '<package arch="x86_64" name="bash" epoch="0" version="9" release="1"/></collection></pkglist></update></updates>'
    )


TRACKER: Final = {
    "openssl": {
        "CVE-2026-1008": {
            "releases": {
                "bookworm": {"status": "resolved", "fixed_version": "3.0.17-1~deb12u3", "urgency": "high"},
                "trixie": {"status": "open", "urgency": "not yet assigned"},
                "sid": {"status": "resolved", "fixed_version": "4.0-1"},
            }
        },
        "CVE-2026-1009": {"releases": {"bookworm": {"status": "resolved", "fixed_version": "0", "urgency": "low"}}},
    },
    "bash": {"CVE-2026-1010": {"releases": {"trixie": {"status": "resolved", "fixed_version": "5.3-2", "urgency": "low"}}}},
}
"""The security tracker's."""
