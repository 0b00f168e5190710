"""Answers of western command lines about ports, links, neighbours, licences and time; made up by us."""

from typing import Final

INTERFACES_IOS: Final = """\
Vlan1 is administratively down, line protocol is down
  Hardware is EtherSVI, address is 0200.5e1c.57c0 (bia 0200.5e1c.57c0)
  MTU 1500 bytes, BW 1000000 Kbit/sec, DLY 10 usec,
     0 packets input, 0 bytes, 0 no buffer
     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored
     0 packets output, 0 bytes, 0 underruns
     0 output errors, 0 interface resets
GigabitEthernet1/0/1 is up, line protocol is up (connected)
  Hardware is Gigabit Ethernet, address is 0200.5e57.336f (bia 0200.5e57.336f)
  Description: to core
  MTU 1500 bytes, BW 1000000 Kbit/sec, DLY 10 usec,
  Full-duplex, 100Mb/s, link type is auto, media type is 10/100/1000BaseTX
  Input queue: 0/75/7/0 (size/max/drops/flushes); Total output drops: 9
     200000 packets input, 48614 bytes, 0 no buffer
     50 input errors, 40 CRC, 0 frame, 0 overrun, 0 ignored
     300000 packets output, 62737 bytes, 0 underruns
     3 output errors, 0 collisions, 2 interface resets
     0 babbles, 2 late collision, 0 deferred
Port-channel1 is down, line protocol is down (notconnect)
  Hardware is EtherChannel, address is 0200.5e57.3370 (bia 0200.5e57.3370)
  MTU 1500 bytes, BW 10000 Kbit/sec, DLY 10 usec,
"""
INTERFACES_NX: Final = """\
mgmt0 is up
admin state is up,
  Hardware: GigabitEthernet, address: 0200.5e00.0001 (bia 0200.5e00.0001)
  MTU 1500 bytes, BW 1000000 Kbit, DLY 10 usec
  full-duplex, 1000 Mb/s
Ethernet1/1 is up
admin state is up, Dedicated Interface
  Hardware: 1000/10000 Ethernet, address: 0200.5e00.0002 (bia 0200.5e00.0002)
  Description: to spine
  MTU 9216 bytes, BW 10000000 Kbit, DLY 10 usec
  full-duplex, 10 Gb/s, media type is 10G
  RX
    1000 unicast packets  2 multicast packets  3 broadcast packets
    1005 input packets  99999 bytes
    0 runts  0 giants  4 CRC  0 no buffer
    5 input error  0 short frame  0 overrun   0 underrun  0 ignored
    0 input with dribble  6 input discard
  TX
    2000 output packets  88888 bytes
    1 output error  0 collision  0 deferred  0 late collision
    0 lost carrier  0 no carrier  0 babble  2 output discard
Ethernet1/2 is down (Administratively down)
admin state is down, Dedicated Interface
  Hardware: 1000/10000 Ethernet, address: 0200.5e00.0003 (bia 0200.5e00.0003)
  MTU 9216 bytes, BW 10000000 Kbit, DLY 10 usec
"""
INTERFACES_ASA: Final = """\
Interface GigabitEthernet0/0 "outside", is up, line protocol is up
  Hardware is i82574L rev00, BW 1000 Mbps, DLY 10 usec
\tFull-Duplex(Full-duplex), 1000 Mbps(1000 Mbps)
\t1234 packets input, 5678 bytes, 0 no buffer
\t5 input errors, 4 CRC, 0 frame, 0 overrun, 0 ignored, 0 abort
\t4321 packets output, 8765 bytes, 0 underruns
\t0 output errors, 0 collisions, 1 interface resets
\t0 late collisions, 0 deferred
Interface GigabitEthernet0/1 "", is administratively down, line protocol is down
  Hardware is i82574L rev00, BW 1000 Mbps, DLY 10 usec
"""
INTERFACES_EOS: Final = (
    '{"interfaces": {"Ethernet1": {"name": "Ethernet1", "description": "to spine", "interfaceStatus": "connected", '
    '"lineProtocolStatus": "up", "bandwidth": 10000000000, "duplex": "duplexFull", "hardware": "ethernet", '
    '"interfaceCounters": {"inOctets": 1, "inUcastPkts": 10, "inMulticastPkts": 2, "inBroadcastPkts": 3, "inDiscards": 4, '
    '"totalInErrors": 5, "inputErrorsDetail": {"fcsErrors": 5}, "totalOutErrors": 0}}, "Ethernet2": {"interfaceStatus": '
    '"disabled", "lineProtocolStatus": "down", "hardware": "ethernet"}}}'
)
INTERFACES_JUNOS: Final = """\
Physical interface: ge-0/0/0, Enabled, Physical link is Up
  Interface index: 130, SNMP ifIndex: 501, Generation: 133
  Description: to core
  Link-level type: Ethernet, MTU: 1514, Link-mode: Full-duplex, Speed: 1000mbps, Loopback: Disabled
  Traffic statistics:
   Input  bytes  :               123456                    0 bps
   Output bytes  :               654321                    0 bps
   Input  packets:                 1234                    0 pps
   Output packets:                 4321                    0 pps
  Input errors:
    Errors: 3, Drops: 1, Framing errors: 0, Runts: 0
  Output errors:
    Carrier transitions: 7, Errors: 2, Drops: 4, Collisions: 0
  Logical interface ge-0/0/0.0 (Index 66) (SNMP ifIndex 503)
    Description: below
Physical interface: ge-0/0/1, Administratively down, Physical link is Down
Physical interface: gre
"""
ETHERCHANNELS: Final = """\
Flags:  D - down        P - bundled in port-channel
        H - Hot-standby (LACP only)
        s - suspended   U - in use

Number of channel-groups in use: 3
Number of aggregators:           3

Group  Port-channel  Protocol    Ports
------+-------------+-----------+-----------------------------------------------
1      Po1(SU)         LACP      Gi1/0/1(P)  Gi1/0/2(s)
                                 Gi1/0/3(H)
2      Po2(SD)          -
3      Po3(SU)          -        Gi2/0/1(P)
"""
PORT_CHANNELS_NX: Final = """\
Flags:  D - Down        P - Up in port-channel (members)
        I - Individual  H - Hot-standby (LACP only)
        M - Not in use. Min-links not met
--------------------------------------------------------------------------------
Group Port-       Type     Protocol  Member Ports
      Channel
--------------------------------------------------------------------------------
1     Po1(SU)     Eth      LACP      Eth1/1(P)    Eth1/2(D)
11    Po11(SD)    Eth      NONE      --
"""
PORT_CHANNELS_EOS: Final = """\
                 Flags
------------------------ ---------------------------- -------------------------
   a - LACP Active       p - LACP Passive           * - static fallback
   P - bundled in Po     s - suspended              G - Aggregable

Number of channels in use: 1
Number of aggregators: 1

   Port-Channel       Protocol    Ports
------------------ -------------- ------------------------------
   Po1(U)             LACP(a)     Et1(PG+) Et2(sG-)
"""
STANDBY: Final = """\
                     P indicates configured to preempt.
                     |
Interface   Grp  Pri P State   Active          Standby         Virtual IP
Vl10        10   110 P Active  local           192.0.2.3       192.0.2.1
Vl20        20   100   Init    unknown         unknown         192.0.2.17
"""
HSRP_NX: Final = """\
*:IPv6 group   #:group belongs to a bundle
                     P indicates configured to preempt.
                     |
 Interface   Grp  Prio P State    Active addr      Standby addr     Group addr
Vlan10       10   110  P Standby  192.0.2.3        local            192.0.2.1       (conf)
"""
VRRP: Final = """\
Interface          Grp Pri Time  Own Pre State   Master addr     Group addr
Vl10               1   110 3570       Y  Master  192.0.2.2       192.0.2.1
"""
ROOTS: Final = """\

                                        Root    Hello Max Fwd
Vlan                   Root ID          Cost    Time  Age Dly  Root Port
---------------- -------------------- --------- ----- --- ---  ------------
VLAN0001         32769 0200.5e00.5300         0    2   20  15
VLAN0010         24586 0200.5e00.5301         4    2   20  15  Gi1/0/1
"""
BGP_IOS: Final = """\
BGP router identifier 192.0.2.1, local AS number 65001
BGP table version is 12, main routing table version 12
2 network entries using 288 bytes of memory
1/1 BGP path/bestpath attribute entries using 136 bytes of memory
BGP activity 2/0 prefixes, 2/0 paths, scan interval 60 secs

Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd
192.0.2.2       4        65002   11111   11112       12    0    0 1w2d           12
192.0.2.3       4        65003       0       0        1    0    0 never    Idle (Admin)
192.0.2.4       4         1.10       0       0        1    0    0 00:01:02 Active
2001:DB8::1:2:3:4
                4        65003       0       0        1    0    0 never    Idle
"""
BGP_NX: Final = """\
BGP summary information for VRF default, address family IPv4 Unicast
BGP router identifier 192.0.2.1, local AS number 65001
Neighbor        V    AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd
192.0.2.2       4 65002     111     112       12    0    0     1w2d 0

BGP summary information for VRF blue, address family IPv4 Unicast
BGP router identifier 192.0.2.1, local AS number 65001
Neighbor        V    AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd
192.0.2.2       4 65004     111     112       12    0    0 00:10:11 Idle
"""
BGP_EOS: Final = """\
BGP summary information for VRF default
Router identifier 192.0.2.1, local AS number 65001
Neighbor Status Codes: m - Under maintenance
  Description              Neighbor V AS           MsgRcvd   MsgSent  InQ OutQ  Up/Down State   PfxRcd PfxAcc
  spine one                192.0.2.2 4 65002         111       112    0    0    7d08h Estab   12     12
                           192.0.2.3 4 65002         111       112    0    0    7d08h Active
"""
BGP_FORTI: Final = """\
BGP router identifier 192.0.2.1, local AS number 65001
BGP table version is 7
1 BGP AS-PATH entries

Neighbor        V         AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd
192.0.2.2       4      65002   11111   11112       12    0    0 01w2d10h           3

Total number of neighbors 1
"""
BGP_JUNOS: Final = """\
Groups: 1 Peers: 2 Down peers: 1
Table          Tot Paths  Act Paths Suppressed    History Damp State    Pending
inet.0
                       2          1          0          0          0          0
Peer                     AS      InPkt     OutPkt    OutQ   Flaps Last Up/Dwn State|#Active/Received/Accepted/Damped...
192.0.2.2             65002      11111      11112       0       1     1w2d 3h Establ
  inet.0: 1/2/2/0
192.0.2.3             65003          0          0       0       1        3:02 Idle
"""
OSPF_IOS: Final = """\

Neighbor ID     Pri   State           Dead Time   Address         Interface
192.0.2.2         1   FULL/DR         00:00:36    198.51.100.2    GigabitEthernet0/1
192.0.2.3         0   FULL/  -        00:00:36    198.51.100.6    Tunnel1
192.0.2.4         1   2WAY/DROTHER    00:00:36    198.51.100.9    Gi0/2
192.0.2.5         1   EXSTART/BDR     00:00:36    198.51.100.10   Gi0/2
"""
OSPF_NX: Final = """\
 OSPF Process ID 1 VRF default
 Total number of neighbors: 1
 Neighbor ID     Pri State            Up Time  Address         Interface
 192.0.2.2         1 FULL/BDR         1w2d     198.51.100.2    Vlan10
"""
OSPF_EOS: Final = """\
Neighbor ID     Instance VRF      Pri State                  Dead Time   Address         Interface
192.0.2.2       1        default  1   FULL/DR                00:00:31    198.51.100.2    Ethernet1
"""
OSPF_JUNOS: Final = """\
Address          Interface              State           ID               Pri  Dead
198.51.100.2     ge-0/0/0.0             Full            192.0.2.2        128    35
"""
LLDP_IOS: Final = """\
------------------------------------------------
Local Intf: Gi1/0/1
Chassis id: 0200.5e57.336f
Port id: Gi0/2
Port Description: to access
System Name: core-1.example

System Description:
Cisco IOS Software, C2960X Software

Time remaining: 95 seconds
------------------------------------------------
Local Intf: Gi1/0/2
Chassis id: 0200.5e57.3370
Port id: 0200.5e57.3370
Port Description - not advertised
System Name - not advertised
System Description - not advertised

Time remaining: 95 seconds


Total entries displayed: 2
"""
LLDP_NX: Final = """\
Capability codes:
  (R) Router, (B) Bridge

Chassis id: 0200.5e57.336f
Port id: Eth1/2
Local Port id: Eth1/1
Port Description: null
System Name: core-1
System Description: Cisco NX-OS
Time remaining: 100 seconds
Vlan ID: not advertised


Total entries displayed: 1
"""
LLDP_EOS: Final = (
    '{"lldpNeighbors": {"Ethernet1": {"lldpNeighborInfo": [{"chassisId": "0200.5e57.336f", "systemName": "core-1", '
    '"neighborInterfaceInfo": {"interfaceId": "\\"Ethernet2\\""}}]}, "Ethernet2": {"lldpNeighborInfo": []}}}'
)
CDP: Final = """\
-------------------------
Device ID: core-1.example
Entry address(es):
  IP address: 192.0.2.1
Platform: cisco WS-C3850,  Capabilities: Switch IGMP
Interface: GigabitEthernet1/0/1,  Port ID (outgoing port): TenGigabitEthernet1/1/1
Holdtime : 140 sec

Version :
Cisco IOS Software

advertisement version: 2


Total cdp entries displayed : 1
"""
