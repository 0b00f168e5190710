"""Collectors by the command line of network devices, and what reads their answers."""
