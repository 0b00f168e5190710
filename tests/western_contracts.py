"""Answers of western command lines (and of Huawei's) about licences, clocks and logs; made up by us."""

from typing import Final

LICENCE_STATUS: Final = """\
Smart Licensing is ENABLED

Registration:
  Status: REGISTERED
  Registration Expires: Aug 22 18:52:49 2027 UTC

License Authorization:
  Status: OUT OF COMPLIANCE on Aug 22 18:58:17 2026 UTC
"""
LICENCE_USAGE: Final = """\
License Authorization:
  Status: AUTHORIZED on Mar 12 09:38:52 2026 UTC

network-advantage_10M (ESR_P_10M_A):
  Description: network-advantage_10M
  Count: 1
  Version: 1.0
  Status: EVAL MODE
"""
LICENCE_FEATURES: Final = """\
Index 1 Feature: appxk9
        Period left: Life time
        License Type: Permanent
        License State: Active, In Use
Index 2 Feature: uck9
        Period left: Not Activated
        Period Used: 0  minute  0  second
        License Type: EvalRightToUse
        License State: Active, Not in Use, EULA not accepted
Index 3 Feature: securityk9
        Period left: 3  weeks 2  days
        License Type: EvalRightToUse
        License State: Active, In Use
Index 4 Feature: internal_service
"""
LICENCE_NX: Final = """\

Feature                      Ins  Lic   Status Expiry Date Comments
                                 Count
--------------------------------------------------------------------------------
MPLS_PKG                      No    -   In use             Grace 10D 1H
FCOE                          No    0   Unused             -
LAN_ENTERPRISE_SERVICES_PKG   Yes   -   In use Never       -
TEMPORARY_PKG                 Yes   -   In use 17 Jun 2027 -
--------------------------------------------------------------------------------
"""
CONTRACTS: Final = """\
AV Engine
---------
Version: 6.00285 signed
Contract Expiry Date: Sat Mar 23 2030
Last Updated using manual update on Tue Jan 10 2023

Geo IP
---------
Version: 3.0
Contract Expiry Date: n/a
"""
SERVICES: Final = """\
NAME               VERSION LAST UPDATE          METHOD    EXPIRE
AV Engine          2.002   2026-01-26 19:45:00  manual    2026-06-12 08:00:00
"""
LICENCE_HUAWEI: Final = """\
 Active license    : flash:/LIC1
 License state     : Normal
 Feature name      : CRFEA1
 Authorize type    : COMM
 Expired date      : PERMANENT
 Feature name      : CRFEA2
 Authorize type    : demo
 Expired date      : 2027-07-12
"""
LICENCE_JUNOS: Final = """\
License usage:
                                 Licenses     Licenses    Licenses    Expiry
  Feature name                       used    installed      needed
  bgp                                   1            0           1    invalid
  idp-sig                               0            1           0    2027-07-12 08:00:00 UTC
  logical-system                        0            1           0    permanent

Licenses installed: none
"""
CLOCK: Final = "*10:20:30.123 UTC Wed May 6 2026\nTime source is NTP\n"
NTP: Final = "Clock is synchronized, stratum 3, reference is 192.0.2.9\nnominal freq is 250.0000 Hz\n"
NTP_EOS: Final = "synchronised to NTP server (192.0.2.9) at stratum 3\n   time correct to within 50 ms\n"
NTP_JUNOS: Final = (
    "status=0664 leap_none, sync_ntp, 6 events, event_peer/strat_chg,\n"
    'version="ntpd 4.2.0-a", stratum=3, precision=-20, refid=192.0.2.9,\n'
)
LOG: Final = """\
Syslog logging: enabled (0 messages dropped, 34 messages rate-limited, 0 flushes)
    Buffer logging:  level debugging, 3 messages logged, xml disabled,

Log Buffer (16384 bytes):
022701: Jun 19 03:02:31: %LINEPROTO-5-UPDOWN: Line protocol on Interface GigabitEthernet2/0/3, changed state to down
022702: Jun 19 03:02:32: %PLATFORM_THERMAL-2-OVERTEMP: The system is hot
"""
LOG_ASA: Final = """\
Syslog logging: enabled
    Buffer logging: level warnings, 2 messages logged
May 06 2026 10:20:30: %ASA-1-104002: (Secondary) Switching to STANDBY - Other unit wants me Standby
"""
