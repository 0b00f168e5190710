"""SNMP: v1, v2c and v3, from the bytes on the wire to a session."""
