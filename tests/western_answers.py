"""Answers of Cisco's, Arista's, Juniper's and Fortinet's command lines by the collector that reads them; made up by us."""

from typing import Final

VERSION_IOS: Final = """\
Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E4, RELEASE SOFTWARE (fc2)
ROM: Bootstrap program is C2960X boot loader
access-3 uptime is 1 year, 2 weeks, 6 days, 9 hours, 55 minutes
System returned to ROM by power-on
cisco WS-C2960X-48TS-L (APM86XXX) processor (revision A0) with 524288K bytes of memory.
Processor board ID FOC1111A1AA
Configuration register is 0xF
"""
VERSION_NX: Final = """\
Cisco Nexus Operating System (NX-OS) Software
Software
  BIOS: version 07.69
  NXOS: version 9.3(5)
Hardware
  cisco Nexus9000 C93180YC-EX chassis
  Intel(R) Xeon(R) CPU  with 24633488 kB of memory.
  Processor Board ID FDO1111A1AA
  Device name: leaf-1
Kernel uptime is 59 day(s), 1 hour(s), 2 minute(s), 3 second(s)
"""
VERSION_ASA: Final = """\
Cisco Adaptive Security Appliance Software Version 9.12(4)
Device Manager Version 7.12(2)
edge-1 up 12 days 3 hours
failover cluster up 1 year 3 days
Hardware:   ASA5516, 8192 MB RAM, CPU Atom C2000 series 2416 MHz, 1 CPU (8 cores)
Serial Number: JAD1111A1AA
"""
VERSION_EOS: Final = (
    '{"modelName": "DCS-7050SX3-48YC8", "serialNumber": "JPE11111111", "version": "4.28.3M", "uptime": 864000.5, '
    '"memTotal": 8000000, "memFree": 6000000}'
)
VERSION_JUNOS: Final = """\
Hostname: mx-1
Model: mx240
Junos: 18.2R3.4
JUNOS OS Kernel 64-bit  [20190926]
"""
STATUS_FORTI: Final = """\
Version: FortiGate-100F v6.4.9,build1966,220421 (GA)
Serial-Number: FG100F0000000001
Hostname: fw-a
Current HA mode: a-p, master
"""
CPU_IOS: Final = """\
CPU utilization for five seconds: 14%/3%; one minute: 16%; five minutes: 15%
 PID Runtime(ms)   Invoked      uSecs   5Sec   1Min   5Min TTY Process
   1           0        22          0  0.00%  0.00%  0.00%   0 Chunk Manager
"""
MEMORY_IOS: Final = """\
Processor Pool Total:  900000000 Used:  225000000 Free:  675000000
 lsmpi_io Pool Total:    6295128 Used:    6294296 Free:        832

 PID TTY  Allocated      Freed    Holding    Getbufs    Retbufs Process
   0   0  209299480   13474544  178205704          0          0 *Init*
"""
RESOURCES_NX: Final = """\
Load average:   1 minute: 0.30   5 minutes: 0.41   15 minutes: 0.42
Processes   :   617 total, 1 running
CPU states  :   5.25% user,   3.13% kernel,   91.62% idle
Memory usage:   24000000K total,   6000000K used,   18000000K free
Current memory status: OK
"""
CPU_ASA: Final = """\
Break down of per-core data path versus control point cpu usage:
Core         5 sec               1 min               5 min
Core 0       35.0 (22.4 + 12.6)  35.8 (23.6 + 12.2)  35.2 (23.8 + 11.4)
Core 1       34.6 (34.6 +  0.0)  36.1 (36.1 +  0.0)  36.3 (36.3 +  0.0)

Current control point elapsed versus the maximum control point elapsed for:
      5 seconds = 50.0%; 1 minute: 46.5%; 5 minutes: 42.0%

Total CPU utilization for:
      5 seconds = 34.2%; 1 minute: 36.2%; 5 minutes: 36.0%
"""
MEMORY_ASA: Final = """\
Free memory:        6000000000 bytes (75%)
Used memory:        2000000000 bytes (25%)
-------------     ------------------
Total memory:       8000000000 bytes (100%)
"""
PERFORMANCE_FORTI: Final = """\
CPU states: 3% user 2% system 0% nice 90% idle 0% iowait 0% irq 5% softirq
CPU0 states: 3% user 2% system 0% nice 88% idle 0% iowait 0% irq 7% softirq
CPU1 states: 3% user 2% system 0% nice 92% idle 0% iowait 0% irq 3% softirq
Memory: 2000000k total, 900000k used (45.0%), 800000k free (40.0%), 300000k freeable (15.0%)
Average sessions: 23 sessions in 1 minute, 22 sessions in 10 minutes, 20 sessions in 30 minutes
Uptime: 36 days,  22 hours,  20 minutes
"""
ENGINES_JUNOS: Final = """\
Routing Engine status:
  Slot 0:
    Current state                  Master
    Temperature                 41 degrees C / 105 degrees F
    DRAM                      3584 MB (3584 MB installed)
    Memory utilization          31 percent
    5 sec CPU utilization:
      User                      20 percent
      Background                 0 percent
      Kernel                    10 percent
      Interrupt                  0 percent
      Idle                      70 percent
    5 min CPU utilization:
      User                       2 percent
      Background                 0 percent
      Kernel                     4 percent
      Interrupt                  0 percent
      Idle                      94 percent
    Model                          RE-S-1800x4
"""
ENVIRONMENT_JUNOS: Final = """\
Class Item                           Status     Measurement
Temp  PEM 0                          OK         35 degrees C / 95 degrees F
      PEM 1                          Absent
      FPC 0 Intake                   OK         33 degrees C / 91 degrees F
Power PEM 0                          OK
      PEM 1                          Check
Fans  Top Fan Tray Left              OK         Spinning at normal speed
      Top Fan Tray Right             Failed
"""
ALARMS_JUNOS: Final = """\
2 alarms currently active
Alarm time               Class  Description
2026-05-06 10:20:30 UTC  Major  PEM 1 Not OK
2026-05-06 10:20:31 UTC  Minor  Backup RE Active
"""
ENVIRONMENT_IOS: Final = """\
Switch 1 FAN 1 is OK
Switch 1 FAN 2 is NOT OK
FAN PS-1 is OK
FAN PS-2 is NOT PRESENT
Switch 1: SYSTEM TEMPERATURE is OK
Inlet Temperature Value: 29 Degree Celsius
Temperature State: GREEN
Yellow Threshold : 46 Degree Celsius
Red Threshold    : 56 Degree Celsius

Hotspot Temperature Value: 67 Degree Celsius
Temperature State: GREEN
Yellow Threshold : 105 Degree Celsius
Red Threshold    : 125 Degree Celsius
SW  PID                 Serial#     Status           Sys Pwr  PoE Pwr  Watts
--  ------------------  ----------  ---------------  -------  -------  -----
1A  PWR-C1-715WAC       ABC11111111  OK              Good     Good     715
1B  Unknown             Unknown      No Input Power  Bad      Bad      235
2A  PWR-C1-715WAC       ABC11111112  OK              Bad      Good     715
2B  Not Present
"""
POWER_IOS: Final = ENVIRONMENT_IOS[ENVIRONMENT_IOS.index("SW  PID") :]
FANS_IOS: Final = """\
Switch   FAN     Speed   State   Airflow direction
---------------------------------------------------
  1       1     14240     OK     Front to Back
  1       2         0     FAILED     Front to Back
FAN PS-1 is OK
"""
SUPPLIES_4500: Final = """\
Power                                             Fan      Inline
Supply  Model No          Type       Status       Sensor   Status
------  ----------------  ---------  -----------  -------  -------
PS1     PWR-C45-2800ACV   AC 2800W   good         good     good
PS1-1                         220V   good
PS2     PWR-C45-2800ACV   AC 2800W   good         bad      good
PS2-1                         220V   good
"""
ENVIRONMENT_NX: Final = """\
Power Supply:
Voltage: 12 Volts
Power                              Actual      Actual        Total
Supply    Model                    Output      Input      Capacity    Status
                                 (Watts )    (Watts )     (Watts )
-------  -------------------  -----------  ----------  -----------  --------------
1        N9K-PAC-650W              101 W       103 W        650 W     Ok
2        N9K-PAC-650W                0 W         0 W        650 W     Shutdown
3        ------------                0 W         0 W          0 W     Absent

Power Usage Summary:
--------------------
Power Supply redundancy mode (operational)               Non-Redundant

Fan:
---------------------------------------------------------------------------
Fan             Model                Hw     Direction       Status
---------------------------------------------------------------------------
Fan1(sys_fan1)  N9K-C9300-FAN2       --     front-to-back   Ok
Fan2(sys_fan2)  N9K-C9300-FAN2       --     front-to-back   Failure
Fan_in_PS1      --                   --     front-to-back   Ok
Fan Zone Speed: Zone 1: 0x80
Fan Air Filter : NotSupported

Temperature:
--------------------------------------------------------------------
Module   Sensor        MajorThresh   MinorThres   CurTemp     Status
                       (Celsius)     (Celsius)    (Celsius)
--------------------------------------------------------------------
1        FRONT           70              42          24         Ok
1        CPU             90              80          85         MinAlarm
"""
POWER_EOS: Final = """\
Power                                  Input    Output   Output
Supply  Model                Capacity  Current  Current  Power    Status        Uptime
------- -------------------- --------- -------- -------- -------- ------------- ---------------
1       PWR-500AC-F               500W    0.00A    0.00A     0.0W Power Loss    Offline
2       PWR-500AC-F               500W    1.05A   10.38A   121.0W Ok            68 days, 0:11:28
Total   --                       1000W       --       --   121.0W --            --
"""
COOLING_EOS: Final = """\
System cooling status is: Insufficient fans
Ambient temperature: 22C
Airflow: front-to-back
Fan              Status          Configured Speed     Actual Speed
---------------- --------------- ---------------- ----------------
1/1              Ok                           35%              34%
2/1              Failed                       35%               0%
PowerSupply2     Not Inserted                 N/A              N/A
"""
TEMPERATURE_EOS: Final = """\
System temperature status is: Ok

Supervisor 1:
                                                                 Alert  Critical
                                               Temp    Setpoint  Limit     Limit
Sensor  Description                             (C)         (C)    (C)       (C)
------- ----------------------------------- ------- ----------- ------ ---------
1       Digital Temperature Sensor on cpu0     36.0   (65) 63.8     95       105
2       Inlet sensor                           24.5   (65) 63.8     75        85
"""
STACK_IOS: Final = """\
Switch/Stack Mac Address : 0200.5e00.5300 - Local Mac Address
Mac persistency wait time: Indefinite
                                             H/W   Current
Switch#   Role    Mac Address     Priority Version  State
------------------------------------------------------------
*1       Active   0200.5e00.5300     15     V01     Ready
 2       Standby  0200.5e00.5301     14     V01     Ready
 3       Member   0000.0000.0000     0              Removed
 4       Member   0000.0000.0000     0              Provisioned

         Stack Port Status             Neighbors
Switch#  Port 1     Port 2           Port 1   Port 2
--------------------------------------------------------
  1         OK         OK               2        2
  2         OK         DOWN             1        None
"""
REDUNDANCY_IOS: Final = """\
Redundant System Information :
------------------------------
                  Hardware Mode = Duplex
     Configured Redundancy Mode = Stateful Switchover
      Operating Redundancy Mode = Stateful Switchover
                 Communications = Up

Current Processor Information :
-------------------------------
                Active Location = slot 1
         Current Software state = ACTIVE

Peer Processor Information :
----------------------------
               Standby Location = slot 2
         Current Software state = STANDBY HOT
"""
MODULES_NX: Final = """\
Mod Ports             Module-Type                       Model           Status
--- ----- ------------------------------------- --------------------- ---------
1    54   48x10/25G + 6x40/100G Ethernet Module N9K-C93180YC-EX       active *
2    0    Supervisor Module-2                   N7K-SUP2E             ha-standby
3    48   10 Gbps Ethernet Module                                     powered-dn

Mod  Sw                       Hw    Slot
---  ----------------------- ------ ----
1    9.3(5)                   1.0    NA
"""
VPC: Final = """\
Legend:
                (*) - local vPC is down, forwarding via vPC peer-link

vPC domain id                     : 10
Peer status                       : peer adjacency formed ok
vPC keep-alive status             : peer is not reachable through peer-keepalive
Configuration consistency status  : success
vPC role                          : primary
"""
FAILOVER: Final = """\
Failover On
Failover unit Primary
Failover LAN Interface: failover GigabitEthernet0/5 (up)
Version: Ours 9.8(4), Mate 9.8(3)
        This host: Primary - Active
                slot 0: ASA5516 hw/sw rev (1.0/9.8(4)) status (Up Sys)
                  Interface inside (192.0.2.1): Normal (Monitored)
        Other host: Secondary - Standby Ready
                slot 0: ASA5516 hw/sw rev (1.0/9.8(3)) status (Up Sys)
                  Interface inside (192.0.2.2): Failed (Waiting)
"""
HA_FORTI: Final = """\
HA Health Status: OK
Model: FortiGate-100F
Mode: HA A-P
Configuration Status:
    FG100F0000000001(updated 1 seconds ago): in-sync
    FG100F0000000002(updated 3 seconds ago): out-of-sync
HBDEV stats:
    FG100F0000000001(updated 1 seconds ago):
        ha1: physical/1000auto, up, rx-bytes/packets/dropped/errors=1/1/0/0, tx=1/1/0/0
        ha2: physical/00, down, rx-bytes/packets/dropped/errors=1/1/0/0, tx=1/1/0/0
MONDEV stats:
    FG100F0000000001(updated 1 seconds ago):
        x1: physical/10000full, down, rx-bytes/packets/dropped/errors=1/1/0/0, tx=1/1/0/0
Primary     : fw-a            , FG100F0000000001, HA cluster index = 1
Secondary   : fw-b            , FG100F0000000002, HA cluster index = 0
number of vcluster: 1
"""
SYSTEMS_IOS: Final = """\
File Systems:

       Size(b)       Free(b)      Type  Flags  Prefixes
             -             -    opaque     rw   archive:
*    100000000      25000000     flash     rw   flash: flash1:
             -             -   network     rw   tftp:
        524288        491310     nvram     rw   nvram:
      50000000             0      disk     ro   webui:
"""
DIR_NX: Final = """\
       4096    Mar 15 03:39:20 2026  .rpmstore/

Usage for bootflash://sup-local
 1000 bytes used
 3000 bytes free
 4000 bytes total
"""
DIR_EOS: Final = """\
Directory of flash:/

       -rwx   893000000            Jan 5 2026  EOS.swi

4000 bytes total (1000 bytes free)
"""
DF_JUNOS: Final = """\
Filesystem              Size       Used      Avail  Capacity   Mounted on
/dev/da0s1a             200M       150M        34M       75%  /
devfs                   1.0K       1.0K         0B      100%  /dev
/dev/md0                 64M        64M         0B      100%  /junos
"""
OPTICS_IOS: Final = """\
ITU Channel not available (Wavelength not available),
Transceiver is internally calibrated.
mA: milliamperes, dBm: decibels (milliwatts), NA or N/A: not applicable.
++ : high alarm, +  : high warning, -  : low warning, -- : low alarm.
A2D readouts (if they differ), are reported in parentheses.

                              High Alarm  High Warn  Low Warn   Low Alarm
             Temperature        Threshold   Threshold  Threshold  Threshold
Port         (Celsius)          (Celsius)   (Celsius)  (Celsius)  (Celsius)
---------    -----------------  ----------  ---------  ---------  ---------
Te1/1/1       31.7                75.0        70.0         0.0       -5.0

             Optical            High Alarm  High Warn  Low Warn   Low Alarm
             Receive Power      Threshold   Threshold  Threshold  Threshold
Port         (dBm)              (dBm)       (dBm)      (dBm)      (dBm)
-------      -----------------  ----------  ---------  ---------  ---------
Te1/1/1       -21.6 --               2.5        0.5       -14.4      -18.4
"""
OPTICS_BRIEF: Final = """\
If device is externally calibrated, only calibrated values are printed.
NA or N/A: not applicable, Tx: transmit, Rx: receive.

                                             Optical   Optical
           Temperature  Voltage  Current     Tx Power  Rx Power
Port       (Celsius)    (Volts)  (mA)        (dBm)     (dBm)
---------  -----------  -------  --------    --------  --------
Gi1/0/25     29.6       3.28      14.5         -5.4      -6.8
Gi1/0/26     N/A        N/A       N/A          N/A       N/A
"""
OPTICS_NX: Final = """\
Ethernet1/1
    transceiver is present
    type is 10Gbase-SR

           SFP Detail Diagnostics Information (internal calibration)
  ----------------------------------------------------------------------------
                Current              Alarms                  Warnings
                Measurement     High        Low         High          Low
  ----------------------------------------------------------------------------
  Temperature   27.50 C        75.00 C     -5.00 C     70.00 C        0.00 C
  Current        8.00 mA       12.00 mA     4.00 mA    11.00 mA       5.00 mA
  Rx Power      -2.60 dBm       1.99 dBm  -13.97 dBm   -1.00 dBm     -9.91 dBm
  Transmit Fault Count = 0
  ----------------------------------------------------------------------------
  Note: ++  high-alarm; +  high-warning; --  low-alarm; -  low-warning

Ethernet1/2
    transceiver is not present
"""
