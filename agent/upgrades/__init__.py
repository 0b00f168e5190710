"""Snapshots and what two of them come to: the gate before a change, the verification after it."""
