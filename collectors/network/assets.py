"""What a device is called, is made as and runs: out of its version page or MIBs, and of the prompt of its command line."""

from typing import Final

from collectors.base import Absent, Derived, Listing, SessionError
from collectors.facts.devices.device import DEVICE, DEVICE_ASSETS, MADE, Device, DeviceAssets, Made
from collectors.facts.devices.ways import WAYS, Way

_PROMPT: Final = "device_name"
"""What the command line of a device calls itself, of its transport."""


def derive(
    made: Made | Absent | SessionError, device: Device | Absent | SessionError, ways: Listing[Way] | Absent | SessionError
) -> DeviceAssets:
    """Join the three. Raises why nobody knows what it is; without its name it has none."""
    if isinstance(made, Exception):
        raise made
    name = device.name if isinstance(device, Device) else ""
    prompts = [one.transport.get(_PROMPT, "") for one in ways.records] if isinstance(ways, Listing) else []
    return DeviceAssets(name or next(filter(None, prompts), ""), made.model, made.version, made.serial)


DEVICE_ASSETS_DERIVED: Final = Derived(id="network.assets", provides=DEVICE_ASSETS, of=(MADE, DEVICE, WAYS), derive=derive)
