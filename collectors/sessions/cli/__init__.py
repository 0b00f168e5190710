"""The command line of network devices, over SSH and, where an entry says so, telnet."""
