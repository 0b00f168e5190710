"""Numbers that an independent program read in a recorded agent and that ours are not, each with one of six reasons."""

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    """Why ours is another number, or none."""

    SENTINEL = "sentinel"
    """What the agent puts where it has nothing to say, by its MIB or because every value of the row is it."""
    UNIT = "unit or scale differs by the MIB"
    DERIVED = "derived by the other program"
    """It calculates it, or numbers words of its own."""
    NO_HEALTH = "not a health value"
    PLACEHOLDER = "placeholder of the recording"
    """The recording has no such object, or a value that no agent gave."""
    SETTING = "setting or limit, not a measurement"


@dataclass(frozen=True, slots=True)
class Difference:
    """One number of one recording: the object that the independent program names for it."""

    device: str
    oid: str
    reason: Reason
    why: str


_FORTIGATE = "1.3.6.1.4.1.12356.101.4.1"
_CELLULAR = "1.3.6.1.4.1.9.9"
_OPTICAL = "1.3.6.1.4.1.14988.1.1.19.1.1"
_PAN = "1.3.6.1.4.1.25461.2"
_IDRAC_DISK = "1.3.6.1.4.1.674.10892.5.5.1.20.130.4.1"
_COMPELLENT = "1.3.6.1.4.1.674.11000.2000.500.1.2"
_COPIES = "1.3.6.1.4.1.18334.1.1.1.5.7.2"
_LIEBERT = "1.3.6.1.4.1.476.1.42.2.5"
_NAS = "1.3.6.1.4.1.50536.1"
_PORT = "1.3.6.1.2.1.2.2.1"
_LONG = "1.3.6.1.2.1.31.1.1.1"
_XCC_FAN = "1.3.6.1.4.1.19046.11.1.1.3.2.1.10"
_SITE = "1.3.6.1.4.1.2011.6.164.1"
_IN_TENTHS = "HUAWEI-SITE-MONITOR-MIB counts tenths: rectifiers of 13 and 18 make its 31, and 179 W at 53.5 V are 3.4 A"

DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "fs-ruijie_s3410",
        "1.3.6.1.4.1.52642.1.1.10.2.105.1.1.1.21.25",
        Reason.UNIT,
        "microampere by the MIB; the other program takes milliampere for ampere",
    ),
    *(
        Difference("huawei-smu_11b", f"{_SITE}.{one}", Reason.UNIT, _IN_TENTHS)
        for one in ("6.2.1.1.5.1", "6.1.4.0", "3.1.3.0")
    ),
    *(
        Difference("huawei-smu_11b", f"{_SITE}.{one}", Reason.SETTING, why)
        for one, why in (
            ("3.1.8.0", "hwCtrlRectsAllOnOff: the command that was given last"),
            ("2.2.1.1.11.1", "whether the monitor controls by hand or by itself"),
            ("3.1.7.0", "whether rectifiers may sleep"),
            ("3.1.6.0", "the voltage that rectifiers are told to give"),
            ("7.2.1.1.5.3", "the voltage at which batteries are disconnected"),
            ("3.1.5.0", "the rated voltage of rectifiers"),
        )
    ),
    *(
        Difference("fortigate", f"{_FORTIGATE}.{number}.0", Reason.PLACEHOLDER, "fgSysSesRate is not in the recording")
        for number in (11, 12, 13, 14)
    ),
    Difference("gaia_1100", "1.3.6.1.4.1.2620.1.1.25.10.0", Reason.SETTING, "fwConnTableLimit is how many there may be"),
    Difference("gaia_1100", "1.3.6.1.4.1.2620.1.5.5.0", Reason.DERIVED, "haStarted is the word no"),
    *(
        Difference(device, f"{_CELLULAR}.{column}.{modem}", Reason.NO_HEALTH, why)
        for device, modem in (("ios_ir809", 14), ("iosxe_c1100tgx", 7024))
        for column, why in (
            ("817.1.1.1.1.1.6", "which frequency band is in use"),
            ("661.1.3.4.1.1.3", "which frequency band is in use"),
        )
    ),
    Difference("iosxe", f"{_CELLULAR}.41.1.1.5.0", Reason.NO_HEALTH, "messages that were not sent to a logging server"),
    Difference("iosxe", f"{_CELLULAR}.41.1.1.4.0", Reason.NO_HEALTH, "messages below the level that is asked for"),
    Difference(
        "iosxe_c1100tgx", "1.3.6.1.2.1.105.1.3.1.1.2.1", Reason.SETTING, "pethMainPsePower is how much there may be"
    ),
    Difference("panos", f"{_PAN}.3.30.1.1.0", Reason.PLACEHOLDER, "panLcLogRate is not in the recording"),
    *(
        Difference("panos", f"{_PAN}.1.2.1.{number}.0", Reason.DERIVED, "the object is a word, which it numbers")
        for number in (11, 12, 13)
    ),
    *(
        Difference("routeros_crs317", f"{_OPTICAL}.{column}.{port}", Reason.SENTINEL, "a row of zeros: no module")
        for column in (6, 7, 8, 9, 10)
        for port in range(9, 17)
    ),
    Difference(
        "eatonupsm2_9px+empg2", "1.3.6.1.4.1.534.1.2.6.0", Reason.DERIVED, "the object is a date, since which it counts"
    ),
    *(
        Difference("drac_r640", f"{_IDRAC_DISK}.51.{disk}", Reason.NO_HEALTH, "how far a rebuild is, while none runs")
        for disk in range(1, 5)
    ),
    *(
        Difference("dell-compellent_scv3020", f"{_COMPELLENT}.31.1.{column}.1", Reason.NO_HEALTH, "how many are set up")
        for column in range(3, 8)
    ),
    *(
        Difference("dell-compellent_scv3020", f"{_COMPELLENT}.25.1.9.{folder}", Reason.NO_HEALTH, "size of an empty folder")
        for folder in (1, 3)
    ),
    *(
        Difference("dell-compellent_scv3020", f"{_COMPELLENT}.18.1.{one}", Reason.SENTINEL, "0 V with limits of 0 V")
        for one in ("1.1", "1.2", "2.1", "2.2")
    ),
    *(
        Difference("konica_c250i", oid, Reason.NO_HEALTH, "a meter of pages")
        for oid in (
            "1.3.6.1.2.1.43.10.2.1.4.1.1",
            "1.3.6.1.2.1.43.10.2.1.5.1.1",
            *(f"{_COPIES}.2.1.5.{one}" for one in ("1.1", "2.1", "1.2", "2.2")),
            *(f"{_COPIES}.1.{one}.0" for one in (3, 5)),
        )
    ),
    Difference("konica_c250i", "1.3.6.1.2.1.25.3.5.1.2.1", Reason.DERIVED, "the object is a set of bits, one of them set"),
    Difference("liebert", f"{_LIEBERT}.2.0", Reason.SETTING, "whether telnet is on"),
    Difference("liebert", f"{_LIEBERT}.3.0", Reason.SETTING, "whether the maker's own protocol is on"),
    Difference("liebert", f"{_LIEBERT}.4.0", Reason.SETTING, "whether web pages are on"),
    *(Difference("truenas_11-3", f"{_NAS}.4.{number}.0", Reason.NO_HEALTH, "cache of ZFS") for number in range(1, 9)),
    *(Difference("truenas_11-3", f"{_NAS}.5.{number}.0", Reason.NO_HEALTH, "cache of ZFS") for number in range(1, 6)),
    *(Difference("truenas_11-3", f"{_NAS}.6.{number}.0", Reason.NO_HEALTH, "rate of writes") for number in range(1, 4)),
    *(
        Difference("xclarity_lenovoxcc", f"{_XCC_FAN}.{fan}", Reason.DERIVED, "the object is a word, which it numbers")
        for fan in range(1, 5)
    ),
    *(
        Difference("zxr10_5928", f"{_PORT}.5.{port}", Reason.SENTINEL, "ifSpeed of 10 Gbit/s, which ifHighSpeed tells")
        for port in range(3, 7)
    ),
    *(
        Difference("supermicro-bmc_x11", f"{column}.{port}", Reason.PLACEHOLDER, "it writes 0 for what is not there")
        for port in (1, 2, 4, 5, 6)
        for column in (*(f"{_PORT}.{number}" for number in (13, 14, 19, 20)), f"{_LONG}.6", f"{_LONG}.10")
    ),
    *(
        Difference(device, f"{_LONG}.{column}.{port}", Reason.PLACEHOLDER, "it writes 0 for what is not there")
        for device, port in (("ios_nac", 10501), ("iosxe", 29))
        for column in (6, 10)
    ),
)
