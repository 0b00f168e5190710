"""Facts about network devices and what else is asked by SNMP: UPSs, storage boxes, management boards."""
