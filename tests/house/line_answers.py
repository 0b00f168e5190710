"""Answers of command lines, written by us in the forms that devices of each family use, by collector."""

from collections.abc import Mapping

from collectors.base import Absent, Answer, Collector, ParseError, SessionError
from collectors.network import COLLECTORS

HUAWEI: Mapping[str, str] = {
    "cli.device.huawei_vrp": (
        "Huawei Versatile Routing Platform Software\n"
        "VRP (R) software, Version 5.170 (S5720 V200R019C10SPC500)\n"
        "HUAWEI S5720-28X-SI-AC Routing Switch uptime is 3 weeks, 1 day, 2 hours, 5 minutes\n"
    ),
    "cli.serial_numbers.huawei_vrp": "ESN of slot 0: 21023500001\nESN of slot 1: 21023500002\n",
    "cli.processors.huawei_vrp": (
        "CPU Usage Stat. Cycle: 60 (Second)\nCPU Usage            : 91% Max: 98%\n"
        "CPU utilization for five seconds: 91%: one minute: 12%: five minutes: 10%\n"
    ),
    "cli.memories.huawei_vrp": (
        "Memory utilization statistics at 2026-05-06 10:08:52+08:00\nSystem Total Memory Is: 1048576 Kbytes\n"
        "Total Memory Used Is: 377487 Kbytes\nMemory Using Percentage Is: 36%\n"
    ),
    "cli.power_supplies.huawei_vrp": (
        "Slot    PowerID  Online   Mode   State      Power(W)\n" + "-" * 60 + "\n"
        "0       PWR1     Present  AC     Supply     60.00\n0       PWR2     Present  AC     NotSupply  0.00\n"
        "1       PWR1     Absent   -      -          -\n"
    ),
    "cli.fans.huawei_vrp": (
        "Slot  FanID   Online    Status    Speed     Mode     Airflow         Auto Min-Speed\n"
        "0     1       Present   Normal    30%       Auto     Side-to-Back    0%\n"
        "0     2       Present   Abnormal  0%        Auto     Side-to-Back    0%\n"
    ),
    "cli.parts.huawei_vrp": (
        "S5720-28X-SI-AC's Device status:\nSlot Sub  Type                   Online    Power    Register     Status   Role\n"
        + "-" * 80
        + "\n0    -    S5720-28X-SI           Present   PowerOn  Registered   Normal   Master\n"
        "     PWR1 POWER                  Present   PowerOn  Registered   Abnormal NA\n"
        "     PWR2 POWER                  Absent    -        -            -        NA\n"
        "1    -    S5720-28X-SI           Present   PowerOn  Unregistered -        NA\n"
    ),
    "cli.temperatures.huawei_vrp": (
        "Slot  Card  Sensor Status    Current(C) Lower(C) Lower Resume(C) Upper(C) Upper Resume(C)\n"
        "0     NA    NA     Normal            44        0         4       61        57\n"
        "1     NA    NA     Normal             0        0         4       61        57\n"
    ),
    "cli.storages.huawei_vrp": (
        "Directory of flash:/\n\n  Idx  Attr     Size(Byte)  Date        Time       FileName\n"
        "    0  -rw-              4  Mar 31 2026 15:53:17   a.txt\n\n1,000 KB total (250 KB free)\n"
    ),
    "cli.interfaces.huawei_vrp": (
        "GigabitEthernet0/0/1 current state : UP\nLine protocol current state : UP\nDescription:to core\n"
        "Speed : 1000,   Loopback: NONE\nDuplex: FULL,   Negotiation: ENABLE\n"
        "Last 300 seconds input rate 123 bits/sec, 4 packets/sec\nInput peak rate 0 bits/sec, Record time: -\n"
        "Input:  1000 packets, 64000 bytes\n  Discard:     7,  Pause:    0\n  Total Error:     3\n"
        "  CRC:    2,  Giants:   0\n"
        "Output:  900 packets, 58000 bytes\n  Total Error:     0\n  Collisions:  0,  Late Collisions:   1\n\n"
        "Vlanif10 current state : Administratively DOWN\nLine protocol current state : DOWN\nDescription:\n"
    ),
    "cli.interfaces_brief.huawei_vrp": (
        "PHY: Physical\n*down: administratively down\n(l): loopback\nInUti/OutUti: input utility/output utility\n"
        "Interface                   PHY   Protocol  InUti OutUti   inErrors  outErrors\n"
        "Eth-Trunk1                  up    up        0.69% 13.57%         46          0\n"
        "  GigabitEthernet0/0/1(10G) *down down         0%     0%          0          0\n"
    ),
    "cli.module_values.huawei_vrp": (
        "GigabitEthernet0/0/1 transceiver information:\n---------\nCommon information:\n"
        "  Transceiver Type               :1000_BASE_LX_SFP\n---------\nDiagnostic information:\n"
        "  Temperature(C)                :36.00\n  Bias Current(mA)              :18.36\n"
        "  RX Power(dBM)                 :-6.56\n  RX Power High Threshold(dBM)  :0.00\n"
        "  RX Power Low Threshold(dBM)   :-20.00\n  TX Power(dBM)                 :-\n"
        "GigabitEthernet0/0/2 transceiver information:\nCommon information:\n  Transceiver Type      :1000_BASE_T\n"
    ),
    "cli.aggregates.huawei_vrp": (
        "Eth-Trunk1's state information is:\nLocal:\nLAG ID: 1                   WorkingMode: LACP\n"
        "Preempt Delay: Disabled     Hash arithmetic: According to SIP-XOR-DIP\n"
        "System Priority: 32768      System ID: 00e0-fc12-3456\nLeast Active-linknumber: 1  Max Active-linknumber: 8\n"
        "Operate status: up          Number Of Up Port In Trunk: 1\n" + "-" * 60 + "\n"
        "ActorPortName          Status   PortType PortPri PortNo PortKey PortState Weight\n"
        "GigabitEthernet0/0/1   Selected 1GE      32768   1      305     10111100  1\n"
        "GigabitEthernet0/0/2   Unselect 1GE      32768   2      305     10100011  1\n\nPartner:\n" + "-" * 60 + "\n"
        "ActorPortName          SysPri   SystemID        PortPri PortNo PortKey PortState\n"
        "GigabitEthernet0/0/1   65535    00e0-fc65-4321  255     1      9       10111100\n"
        "GigabitEthernet0/0/2   0        0000-0000-0000  0       0      0       10100011\n"
    ),
    "cli.stack_members.huawei_vrp": (
        "Stack mode: Service-port\nStack topology type: Ring\nStack system MAC: 00e0-fc12-3456\n"
        "Slot of the active management port: 0\n"
        "Slot      Role        MAC Address      Priority   Device Type\n" + "-" * 60 + "\n"
        "    0     Master      00e0-fc12-3456   100        S5720-28X-SI-AC\n"
        "    1     Standby     00e0-fc12-3457   100        S5720-28X-SI-AC\n"
    ),
    "cli.neighbours.huawei_vrp": (
        "GigabitEthernet0/0/1  has 1 neighbor(s):\n\nNeighbor index     :1\nChassis type       :MAC Address\n"
        "Chassis ID         :00e0-fc12-3456\nPort ID type       :Interface name\nPort ID            :GE1/0/24\n"
        "System name        :acc-sw\nSystem description :S5700\nManagement address :10.0.0.9\n\n"
        "GigabitEthernet0/0/2  has 0 neighbor(s)\n"
    ),
    "cli.bgp_peers.huawei_vrp": (
        " BGP local router ID : 10.0.0.1\n Local AS number : 64512\n"
        " Total number of peers : 2                 Peers in established state : 1\n\n"
        "  Peer            V          AS  MsgRcvd  MsgSent  OutQ  Up/Down       State PrefRcv\n"
        "  10.0.0.2        4       64513       40       42     0 0008h49m Established        2\n"
        "  10.0.0.3        4         1.1       40       42     0 00:37:32 Idle(Admin)        0\n"
    ),
    "cli.ospf_neighbours.huawei_vrp": (
        "         OSPF Process 1 with Router ID 10.0.0.1\n                  Peer Statistic Information\n " + "-" * 60 + "\n"
        " Area Id          Interface                        Neighbor id      State\n"
        " 0.0.0.0          GigabitEthernet0/0/1             10.0.0.2         Full\n"
        " 0.0.0.0          GigabitEthernet0/0/2             10.0.0.3         ExStart\n Total Peer(s):     2\n"
    ),
    "cli.gateway_groups.huawei_vrp": (
        "VRID  State        Interface                Type     Virtual IP\n" + "-" * 60 + "\n"
        "10    Master       Vlanif10                 Normal   10.1.1.254\n"
        "20    Initialize   Vlanif20                 Normal   10.1.2.254\n" + "-" * 60 + "\n"
        "Total:2     Master:1     Backup:0     Non-active:1\n"
    ),
    "cli.spanning_trees.huawei_vrp": (
        "-------[CIST Global Info][Mode MSTP]-------\nCIST Bridge         :32768.00e0-fc12-3456\n"
        "CIST Root/ERPC      :4096 .00e0-fc65-4321 / 20000\nCIST RegRoot/IRPC   :32768.00e0-fc12-3456 / 0\n"
        "CIST RootPortId     :128.2\nTC or TCN received  :2\nTime since last TC  :1 days 0h:2m:34s\n"
        "Number of TC        :3\n"
        "----[Port1(GigabitEthernet0/0/1)][FORWARDING]----\n Port Protocol       :Enabled\n"
        "-------[MSTI 1 Global Info]-------\nMSTI Bridge ID      :0.00e0-fc12-3456\n"
        "MSTI RegRoot/IRPC   :0.00e0-fc12-3456 / 0\nMSTI RootPortId     :0.0\n"
    ),
    "cli.device_time.huawei_vrp": "2026-05-06 10:20:30+08:00\nWednesday\nTime Zone(Beijing) : UTC+08:00\n",
    "cli.time_server.huawei_vrp": " clock status: synchronized\n clock stratum: 3\n reference clock ID: 10.0.0.9\n",
    "cli.log_lines.huawei_vrp": (
        "Logging buffer configuration and contents : enabled\nAllowed max buffer size : 1024\n"
        "Actual buffer size : 512\nCurrent messages : 2\n\n"
        "Sep 24 2026 19:55:02+08:00 sw %%01IFNET/4/LINK_STATE(l)[0]:The line protocol has entered the DOWN state.\n"
        "Sep 24 2026 19:53:08+08:00 sw %%01SRM/2/FAN(t)[1]:Fan 1 failed.\n"
    ),
}
COMWARE: Mapping[str, str] = {
    "cli.device.hp_comware": (
        "H3C Comware Software, Version 7.1.070, Release 6126P20\nCopyright (c) 2004-2020 New H3C\n"
        "H3C S5560X-54C-EI uptime is 0 weeks, 5 days, 3 hours, 2 minutes\nLast reboot reason : User reboot\n"
    ),
    "cli.serial_numbers.hp_comware": (
        "Slot 1 CPU 0:\nDEVICE_NAME          : S5560X\nDEVICE_SERIAL_NUMBER : 210235A1\nVENDOR_NAME          : H3C\n"
        "Fan 1:\nThe operation is not supported on the specified fan.\nPower 1:\nDEVICE_SERIAL_NUMBER : 210235P1\n"
    ),
    "cli.processors.hp_comware": (
        "Slot 1 CPU 0 CPU usage:\n      6% in last 5 seconds\n     10% in last 1 minute\n      8% in last 5 minutes\n\n"
        "Slot 2 CPU 0 CPU usage:\n     96% in last 5 seconds\n     97% in last 1 minute\n     95% in last 5 minutes\n"
    ),
    "cli.memories.hp_comware": (
        "Memory statistics are measured in KB:\nSlot 1:\n"
        "             Total      Used      Free    Shared   Buffers    Cached   FreeRatio\n"
        "Mem:       1000000    450000    550000         0      1216    109128       55.0%\n"
        "-/+ Buffers/Cache:    335864    648696\nSwap:            0         0         0\n"
    ),
    "cli.power_supplies.hp_comware": (
        " Slot 1:\n PowerID State  Mode   Current(A)  Voltage(V)  Power(W)  FanDirection\n"
        " 1       Normal AC     --          --          --        Back-to-front\n"
        " 2       Absent --     --          --          --        --\n"
    ),
    "cli.fans.hp_comware": (
        " Slot 1:\n Fan 1:\n State    : Normal\n Airflow Direction: Port-to-power\n Fan 2:\n State    : FanDirectionFault\n"
    ),
    "cli.parts.hp_comware": (
        "Slot Type             State    Subslot  Soft Ver             Patch Ver\n"
        "1    S6800-54QF       Master   0        S6800-6126P20        None\n"
        "2    S6800-54QF       Fault    0        S6800-6126P20        None\n"
        "3    NONE             Absent   0        NONE                 None\n"
    ),
    "cli.temperatures.hp_comware": (
        " System temperature information (degree centigrade):\n -----\n"
        " Slot  Sensor    Temperature  Lower  Warning  Alarm  Shutdown\n"
        " 1     inflow  1 26           0      59       69     NA\n 1     hotspot 1 96           0      85       95     NA\n"
    ),
    "cli.storages.hp_comware": (
        "Directory of flash:\n   0 drw-  - Jan 01 2026 00:00:00   diag\n\n1000 KB total (50 KB free)\n"
    ),
    "cli.interfaces.hp_comware": (
        "GigabitEthernet1/0/1\nCurrent state: UP\nLine protocol state: UP\nDescription: to core\nBandwidth: 1000000 kbps\n"
        "1000Mbps-speed mode, full-duplex mode\n Last 300 second input: 0 packets/sec 0 bytes/sec -%\n"
        " Input (total):  1000 packets, 64000 bytes\n         0 unicasts\n Input (normal):  1000 packets, - bytes\n"
        " Input:  3 input errors, 0 runts, 0 giants, 0 throttles\n         2 CRC, 0 frame, - overruns, 0 aborts\n"
        " Output (total): 900 packets, 58000 bytes\n Output: 0 output errors, - underruns\n\n"
        "GigabitEthernet1/0/2\nCurrent state: DOWN ( Administratively )\nLine protocol state: DOWN\n"
    ),
    "cli.interfaces_brief.hp_comware": (
        "The brief information of interface(s) under route mode:\nLink: ADM - administratively down; Stby - standby\n"
        "Protocol: (s) - spoofing\nInterface            Link Protocol Main IP         Description\n"
        "Vlan1                ADM  DOWN     --\n\nThe brief information of interface(s) under bridge mode:\n"
        "Interface            Link Speed   Duplex Type PVID Description\n"
        "GE1/0/1              UP   1G(a)   F(a)   T    1    core\n"
    ),
    "cli.module_values.hp_comware": (
        "Ten-GigabitEthernet1/0/51 transceiver diagnostic information:\n  Current diagnostic parameters:\n"
        "    Temp.(C) Voltage(V)  Bias(mA)  RX power(dBm)  TX power(dBm)\n"
        "    42         3.41        6.42      -12.55         -2.71\n  Alarm thresholds:\n"
        "          Temp.(C) Voltage(V)  Bias(mA)  RX power(dBm)  TX power(dBm)\n"
        "    High  80         3.60        15.00     0.00           0.00\n"
        "    Low   -15        3.00        0.00      -10.90         -8.30\n"
        "Ten-GigabitEthernet1/0/52 transceiver diagnostic information:\nThe transceiver is absent.\n"
    ),
    "cli.aggregates.hp_comware": (
        "Loadsharing Type: Shar -- Loadsharing, NonS -- Non-Loadsharing\nPort Status: S -- Selected, U -- Unselected\n\n"
        "Aggregate Interface: Bridge-Aggregation1\nAggregation Mode: Dynamic\nLocal:\n"
        "  Port                Status   Priority Index    Oper-Key               Flag\n"
        "  XGE1/0/1(R)         S        32768    1        1                      {ACDEF}\n"
        "  XGE1/0/2            U        32768    6        1                      {ACG}\n"
        "Remote:\n  Actor               Priority Index    Oper-Key SystemID               Flag\n"
        "  XGE1/0/1            32768    47       9        0x8000, 00e0-fc12-3456 {ACDEF}\n"
        "  XGE1/0/2            32768    0        0        0x8000, 0000-0000-0000 {DEF}\n"
    ),
    "cli.stack_members.hp_comware": (
        "MemberID    Role    Priority  CPU-Mac         Description\n *+1        Master  32        00e0-fc00-1001  ---\n"
        "   2        Loading 1         00e0-fc00-1002  ---\n" + "-" * 50 + "\n * indicates the device is the master.\n"
        " + indicates the device through which the user logs in.\n\n The bridge MAC of the IRF is: 00e0-fc00-1000\n"
        " Domain ID                   : 0\n"
    ),
    "cli.neighbours.hp_comware": (
        "LLDP neighbor-information of port 1[GigabitEthernet1/0/1]:\nLLDP agent nearest-bridge:\n"
        " LLDP neighbor index : 1\n Chassis type        : MAC address\n Chassis ID          : 0011-2233-4400\n"
        " Port ID type        : MAC address\n Port ID             : 0011-2233-4455\n Port description    : eth0\n"
        " System name         : server\n"
    ),
    "cli.bgp_peers.hp_comware": (
        " BGP local router ID: 10.0.0.1\n Local AS number: 64512\n"
        " Total number of peers: 1                  Peers in established state: 0\n\n  * - Dynamically created peer\n"
        "  Peer                    AS  MsgRcvd  MsgSent OutQ PrefRcv Up/Down  State\n"
        "  10.0.0.2             64513       13       16    0       0 00:10:34 Active\n"
    ),
    "cli.ospf_neighbours.hp_comware": (
        "          OSPF Process 1 with Router ID 10.0.0.1\n               Neighbor Brief Information\n\n Area: 0.0.0.0\n"
        " Router ID       Address         Pri Dead-Time  State             Interface\n"
        " 10.0.0.2        10.1.1.2        1   40         Full/DR           Vlan1\n"
        " 10.0.0.3        10.1.1.3        1   33         2-Way/DROther     Vlan1\n"
    ),
    "cli.gateway_groups.hp_comware": (
        "IPv4 Virtual Router Information:\n Running mode : Standard\n Total number of virtual routers : 1\n"
        " Interface          VRID  State        Running Adver   Auth             Virtual\n"
        "                                       Pri     Timer   Type                IP\n ------\n"
        " Vlan10             10    Backup       120     100     Not supported    10.0.10.254\n"
    ),
    "cli.spanning_trees.hp_comware": (
        "-------[CIST Global Info][Mode MSTP]-------\n Bridge ID           : 32768.00e0-fc12-3456\n"
        " Root ID/ERPC        : 32768.00e0-fc12-3456, 0\n RegRoot ID/IRPC     : 32768.00e0-fc12-3456, 0\n"
        " RootPort ID         : 0.0\n TC or TCN received  : 2\n Time since last TC  : 0 days 0h:5m:42s\n"
    ),
    "cli.device_time.hp_comware": "10:20:30.258 Beijing Wed 05/06/2026\nTime Zone : Beijing add 08:00:00\n",
    "cli.time_server.hp_comware": " Clock status: unsynchronized\n Clock stratum: 16\n Reference clock ID: none\n",
    "cli.log_lines.hp_comware": (
        "Log buffer: Enabled\nMax buffer size: 1024\nActual buffer size: 512\nDropped messages: 0\n"
        "Overwritten messages: 0\n"
        "Current messages: 2\n%Jan  1 00:00:00:123 2026 sw SHELL/5/SHELL_LOGIN: admin logged in.\n"
        "%@12%Apr 26 12:02:11:123 2026 sw %%10DEV/1/POWER_FAILED: Power 1 failed.\n"
    ),
}
RUIJIE: Mapping[str, str] = {
    "cli.device.ruijie_os": (
        "System description      : Ruijie 10G Ethernet Switch(S6220) By Ruijie Networks\n"
        "System start time       : 2026-05-01 00:00:00\nSystem uptime           : 12:03:21:05\n"
        "System hardware version : 1.00\nSystem software version : RGOS 11.0(1)B2P1\nSystem serial number    : G1J00001\n"
    ),
    "cli.processors.ruijie_os": (
        "=======================================\n     CPU Using Rate Information\n"
        "CPU utilization in five seconds: 89.00%\nCPU utilization in one minute  : 42.00%\n"
        "CPU utilization in five minutes: 50.00%\n  NO   5Sec   1Min   5Min   Process\n"
        "  0   0.01%   0.01%   0.01%    LISR INT\n"
    ),
    "cli.memories.ruijie_os": "System Memory: 512MB total, 383MB used, 129MB free, 74.9% used rate\n",
    "cli.power_supplies.ruijie_os": (
        "Switch/Slot  Power-Id Power-Type    Supply(W)  Status\n"
        "-----------  -------- ------------- ---------- --------------\n"
        "1            1        RG-PA600I-F   600        LinkAndPower\n"
        "1            2        RG-PA600I-F   600        LinkAndNoPower\n"
        "1            3        N/A           N/A        NoLink\n"
    ),
    "cli.fans.ruijie_os": (
        "Switch/Slot  Fan-Id  Status\n-----------  ------  ------\n"
        "1            1       Normal\n1            2       Fault\n"
    ),
    "cli.temperatures.ruijie_os": "current tempr: 43\n",
    "cli.storages.ruijie_os": "Directory of flash:/\n268435456 bytes total (33554432 bytes free)\n",
    "cli.interfaces.ruijie_os": (
        "========================== GigabitEthernet 0/1 ========================\n"
        "GigabitEthernet 0/1 is UP  , line protocol is UP\n  Hardware is GigabitEthernet\n  Description: core\n"
        "    admin duplex mode is AUTO, oper duplex is Full\n    admin speed is AUTO, oper speed is 1000M\n"
        "  5 minutes input rate 1000 bits/sec, 2 packets/sec\n    1000 packets input, 64000 bytes, 0 no buffer, 4 dropped\n"
        "    3 input errors, 2 CRC, 0 frame, 0 overrun, 0 abort\n"
        "    900 packets output, 58000 bytes, 0 underruns , 0 dropped\n"
        "    0 output errors, 0 collisions\nVLAN 1 is administratively down , line protocol is DOWN\n"
    ),
    "cli.module_values.ruijie_os": (
        "========Interface TenGigabitEthernet 0/1========\nCurrent diagnostic parameters[AP:Average Power]:\n"
        "Temp(Celsius)   Voltage(V)      Bias(mA)            RX power(dBm)       TX power(dBm)\n"
        "37(OK)          3.32(OK)        6.13(OK)            -3.99(OK)[AP]       -2.88(OK)\n"
    ),
    "cli.parts.ruijie_os": (
        "Dev Slot Port Configured Module            Online Module                Software Status\n"
        "--- ---- ---- ---------------------------- ---------------------------- ---------------\n"
        "1   1    48   M8600E-48GT                  M8600E-48GT                  ok\n"
        "1   2    0    none                         none                         none\n"
        "1   3    24   M8600E-24SFP                 none                         none\n"
        "1   M1   0    N/A                          M8600E-CM                    master\n"
        "1   M2   0    N/A                          M8600E-CM                    backup\n"
    ),
    "cli.stack_members.ruijie_os": (
        "Switch_id     Domain_id     Priority     Position     Status     Role          Description\n" + "-" * 90 + "\n"
        "1(1)          9(9)          200(200)     LOCAL        OK         ACTIVE        hall A\n"
        "2(2)          9(9)          100(100)     REMOTE       OK         STANDBY\n"
    ),
    "cli.aggregates.ruijie_os": (
        "AggregatePort MaxPorts SwitchPort Mode   Ports\n------------- -------- ---------- ------ -----\n"
        "Ag1           8        Enabled    TRUNK   Te1/1/1 ,\n                                         Te2/1/1\n"
    ),
    "cli.neighbours.ruijie_os": (
        "-----\nLldp neighbor-information of port [GigabitEthernet 0/1]\n-----\n  Neighbor index : 1\n"
        "  Chassis ID                        : 00d0.f822.33cd\n  System name                       : acc\n"
        "  Port ID                           : GigabitEthernet 0/24\n  Port description                  : up\n"
    ),
    "cli.bgp_peers.ruijie_os": (
        "BGP router identifier 10.0.0.1, local AS number 64512\n"
        "Neighbor        V          AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd\n"
        "10.0.0.2        4       64513     100     100        1    0    0 3w2d           12\n"
        "10.0.0.3        4       64514     100     100        1    0    0 never    Active\nTotal number of neighbors 2\n"
    ),
    "cli.ospf_neighbours.ruijie_os": (
        "OSPF process 1, 1 Neighbors, 1 is Full:\n"
        "Neighbor ID     Pri   State           BFD State  Dead Time   Address         Interface\n"
        "10.0.0.5        1     Full/DR         -          00:00:38    10.1.1.5        GigabitEthernet 0/1\n"
    ),
    "cli.gateway_groups.ruijie_os": (
        "Interface            Grp  Pri   timer   Own  Pre   State   Master addr        Group addr\n"
        "VLAN 10              1    100    3.60    -    P    Backup  10.1.1.2           10.1.1.1\n"
    ),
    "cli.spanning_trees.ruijie_os": (
        "StpVersion : MSTP\nSysStpStatus : ENABLED\n\n###### mst 0 vlans map : ALL\nBridgeAddr : 00d0.f822.33aa\n"
        "Priority: 32768\nTimeSinceTopologyChange : 0d:0h:1m:58s\nTopologyChanges : 2\n"
        "DesignatedRoot : 4096.00d0.f822.33bb\nRootCost : 200000\nRootPort : GigabitEthernet 0/1\n"
    ),
    "cli.device_time.ruijie_os": "10:20:30 CST Wed, May 6, 2026\n",
    "cli.time_server.ruijie_os": "Clock is synchronized, stratum 9, reference is 10.0.0.9\n",
    "cli.log_lines.ruijie_os": (
        "Syslog logging: enabled\n  Console logging: level debugging, 10 messages logged\nLog Buffer (Total 4096 Bytes):\n"
        "*Mar  1 00:00:00: %LINK-3-UPDOWN: Interface GigabitEthernet 0/1, changed state to down.\n"
        "*Dec 21 2026 10:00:00: sw %SYS-5-CONFIG_I: Configured from console by console\n"
    ),
}
ZTE: Mapping[str, str] = {
    "cli.device.zte_zxros": (
        "ZXR10 Router Operating System Software, ZTE Corporation\nZXR10 5950-H Software, Version: 5.00.10\n"
        "System uptime is 37 days, 6 hours, 30 minutes\n"
    ),
    "cli.processors.zte_zxros": (
        "M: Master processor\nPhyMem: Physical memory (megabyte)\n=======\n"
        "Panel     CPU(5s) CPU(1m) CPU(5m) Peak PhyMem Buffer Memory\n"
        "MP(M)/1   17%     16%     15%     38%  512    0%     41.250%\n"
    ),
    "cli.storages.zte_zxros": "65007616 bytes total (23472128 bytes free)\n",
    "cli.interfaces.zte_zxros": (
        "gei-0/1/0/1 is up, ifindex: 12\n  Description: core\n"
        "  Line protocol is up, IPv4 protocol is up, IPv6 protocol is down,\n"
        "xgei-0/1/0/2 is administratively down, ifindex: 13\n"
    ),
    "cli.ospf_neighbours.zte_zxros": (
        "OSPF Router with ID (10.0.0.1) (Process ID 1)\nOSPF process 1, 1 Neighbors, 1 is Full:\n"
        "Neighbor ID     Pri State          DeadTime Address         Interface\n"
        "10.0.0.2        1   FULL/DR        00:00:35 10.1.1.2        gei-0/1/0/1\n"
    ),
    "cli.aggregates.zte_zxros": (
        "Smartgroup:1\nFlags:              * - Port is Active member Port\n"
        "                    S - Port is requested in Slow LACPDUs\n"
        "                    A - Port is in Active mode\n"
        "      Actor               Agg      LACPDUs  Port  Oper   Port  RX            Mux\n"
        "Port[Flags]         State    Interval Pri   Key    State Machine       Machine\n" + "-" * 80 + "\n"
        "gei-0/1/0/1[SA*]    ACTIVE   30       32768 0x111  0x3d  CURRENT       COLL&DIST\n"
        "gei-0/1/0/2[SA]     INACTIVE 30       32768 0x111  0x45  DEFAULTED     DETACHED\n"
    ),
    "cli.stack_members.zte_zxros": (
        "Vsc domain       : 9\nVsc band mode    : IN\nMaster MP        : 0\nMaster shelf type: ZXR10 8905E\n"
        "Slave MP         : 1\nSlave shelf type : ZXR10 8905E\nMember MP        : NONE\n"
        "Vsc running time : 3d/1h/2m/4s\nSystem cur-time  : 2026/05/06-10:20:30\n"
    ),
    "cli.parts.zte_zxros": (
        "=" * 60 + "\nLocal                : local port of this link,show as group(shelf,slot,port)\n" + "=" * 60 + "\n"
        "Group 1 Link Information\nLocal          Remote         M/S  Port  Learn    LinkNow  RecordTime\n"
        + "="
        * 60
        + "\n    1( 0, 2, 1)   1( 1, 2, 1)    M    UP    ACTIVE   UP       2026/05/03-09:18:26\n"
        "    1( 0, 2, 2)   1( 1, 2, 2)    S    DOWN  INIT     DOWN     2026/05/04-01:00:00\n"
    ),
    "cli.gateway_groups.zte_zxros": (
        "Interface         vrID Pri Time   A P L State  Master addr     VRouter addr\n"
        "vlan20            20   120 1000     P   Master 10.2.0.2        10.2.0.1\n"
        "vlan30            30   100 1000     P   Init   0.0.0.0         10.3.0.1\n"
    ),
    "cli.bgp_peers.zte_zxros": (
        "Neighbor        Ver As          MsgRcvd    MsgSend    Up/Down      State/PfxRcd\n"
        "10.9.0.2        4   64513       100        200        1w2d         7\n"
        "10.9.0.3        4   1.1         10         20         00:01:02     Connect\n"
        "FD00:9::2\n                4   64515       100        200        never        Idle\n"
    ),
    "cli.neighbours.zte_zxros": (
        "Local port :gei-0/1/0/1\nChassis type :MAC address\nChassis ID :00e0.fc12.3456\nPort ID type :Interface name\n"
        "Port ID :GigabitEthernet1/0/24\nTime to live :120\nPort description :to core\nSystem name :acc-1\n"
        "System description :Access switch of the second flo\n                     or, north\n"
        "System capabilities :Bridge, Router\nManagement address :IPv4-10.0.0.9, IfIndex-10, OID-0\n" + "-" * 60 + "\n"
        "Local port :gei-0/1/0/2\nChassis type :Network address\nChassis ID :10.0.0.77\nPort ID :0200.5e00.0102\n"
        "System name :phone\nSystem capabilities :Telephone\n"
    ),
    "cli.neighbours_brief.zte_zxros": (
        "Scope codes:\n    NB    = Nearest Bridge\n    NC    = Nearest Customer Bridge\n\nTotal neighbors: 2\n"
        "Local Interface   Scope  Chassis ID      Port ID           Holdtime  System Name\n" + "-" * 80 + "\n"
        "gei-0/1/0/1       NB     00e0.fc12.3456  Ten-GigabitEthern 120       acc-of-the-second-fl\n"
        "                                         et1/0/24                    oor\n"
        "gei-0/1/0/2       NB     00e0.fc12.3457  gei-0/1/0/7       99        acc-2\n"
    ),
    "cli.module_values.zte_zxros": (
        "Interface         Type              Wavelength  RxPower(dBm)          TxPower(dBm)          Status    Mode\n"
        "gei-0/1/0/1       1G-10km-SFP       1310nm      -7.2/[-28.2,0.0]      -5.1/[-10.0,-0.5]     Normal    SingleMode\n"
        "cgei-0/2/0/1      100G-10km-QSFP28  1310nm      1.5/[-10.6,4.5]       0.9/[-4.3,5.5]        Normal    Normal\n"
        "                                                -12.1/[-10.6,4.5]     1.5/[-4.3,5.5]        Abnormal  Normal\n"
        "                                                4.8                   4.2\n"
        "xgei-0/3/0/1      10G-10km-SFP+     1310nm      N/A/[-14.4,0.5]       -2.1/[-8.2,0.5]       Unknown   SingleMode\n"
        "xgei-0/3/0/2      offline\n"
    ),
    "cli.log_lines.zte_zxros": (
        "An alarm 300501 ID 36 level 5 occurred at 12:01:25 05-06-2026 sent by ZXR10 MPU-0/26/0\n"
        "%BFD% SessionInfo :  [Session Create But Not Up]Ld:2061/Rd:0,Protocol:INSTANCE ,\n"
        "multiHop,VpnId:0,Local/Peer:10.0.1.1/10.0.1.2\n"
        "An alarm 66001 ID 37 level 3 occurred at 12:09:51 05-06-2026 sent by ZXR10 MPU-0/26/0 %ENV% Fan 2 is abnormal\n"
        "An alarm 66001 ID 37 level 3 cleared at 12:19:51 05-06-2026 sent by ZXR10 MPU-0/26/0 %ENV% Fan 2 is abnormal\n"
        "A notification 50405 level 6 occurred at 17:39:34 05-06-2026 sent by MPU-0-20-3\n"
        "%ARP% MAC of received packet conflict with local's.\n"
    ),
    "cli.device_time.zte_zxros": "10:20:30 UTC Wed May 6 2026\n",
    "cli.time_server.zte_zxros": "Clock is unsynchronized, stratum 16, no reference clock\n",
}
OURS = (ParseError, SessionError, Absent)
"""What a parser may raise."""


def collector(name: str) -> Collector[Answer, object]:
    """A collector of the catalogue by its id."""
    found = next(one for one in COLLECTORS if one.id == name)
    assert isinstance(found, Collector)
    return found


def read(name: str, text: str) -> object:
    """What a collector makes of an answer."""
    return collector(name).parse(Answer(text))
