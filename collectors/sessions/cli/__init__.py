"""Command lines of network devices: how they are entered, asked, read to their end, and left."""
