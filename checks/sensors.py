"""How a measured value is judged by the limits that the device itself has for it."""

import re
from collections.abc import Mapping
from typing import Final

from checks.base import Level
from collectors.facts.devices.sensors import Quantity, Sensor
from config.text import Text, _

UNITS: Final[Mapping[Quantity, str]] = {
    Quantity.TEMPERATURE: "°C",
    Quantity.HUMIDITY: "%",
    Quantity.FAN_SPEED: "rpm",
    Quantity.FAN_LOAD: "%",
    Quantity.VOLTAGE: "V",
    Quantity.CURRENT: "A",
    Quantity.POWER: "W",
    Quantity.ENERGY: "kWh",
    Quantity.FREQUENCY: "Hz",
    Quantity.OPTICAL_POWER: "dBm",
    Quantity.BIAS_CURRENT: "A",
    Quantity.LOAD: "%",
    Quantity.CHARGE: "%",
    Quantity.ENDURANCE: "%",
    Quantity.RUNTIME: "min",
    Quantity.AIRFLOW: "CFM",
    Quantity.DURATION: "s",
    Quantity.COUNT: "",
}

_SENT: Final = re.compile(r"\b(?:tx|transmit\w*|output|launch\w*)\b|tx ?power")
"""In names of sensors of the light that goes out."""


def is_sent(name: str) -> bool:
    """Whether a light is one that goes out, by the name of its sensor."""
    return _SENT.search(name.lower()) is not None


def level_of(one: Sensor) -> Level | None:
    """By its own limits; None where the device has none for it, or a pair that is no range (turned round, both zero)."""
    lows = [value for value in (one.low_warn, one.low_critical) if value is not None]
    highs = [value for value in (one.high_warn, one.high_critical) if value is not None]
    if not lows and not highs:
        return None
    if lows and highs and max(lows) >= min(highs):
        return None
    if _is_below(one.value, one.low_critical) or _is_above(one.value, one.high_critical):
        return Level.CRITICAL
    if _is_below(one.value, one.low_warn) or _is_above(one.value, one.high_warn):
        return Level.WARN
    return Level.OK


def _is_below(value: float, limit: float | None) -> bool:
    return limit is not None and value < limit


def _is_above(value: float, limit: float | None) -> bool:
    return limit is not None and value > limit


def said(one: Sensor) -> Text:
    """Its value with its unit."""
    value = f"{one.value:.3g}" if abs(one.value) < 1 else f"{one.value:.2f}".rstrip("0").rstrip(".")
    return _("{sensor}: {value} {unit}", sensor=one.name, value=value, unit=UNITS[one.quantity])


def range_of(one: Sensor) -> Text | None:
    """The device's own limits, None where it has none."""
    low = one.low_warn if one.low_warn is not None else one.low_critical
    high = one.high_warn if one.high_warn is not None else one.high_critical
    unit = UNITS[one.quantity]
    if low is not None and high is not None:
        return _("{low:number} to {high:number} {unit}, the device's own limits", low=low, high=high, unit=unit)
    if high is not None:
        return _("at most {high:number} {unit}, the device's own limit", high=high, unit=unit)
    if low is not None:
        return _("at least {low:number} {unit}, the device's own limit", low=low, unit=unit)
    return None
