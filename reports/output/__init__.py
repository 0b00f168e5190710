"""What a terminal, a script or a monitoring system gets of one inspection."""
