"""Real and lying peers on loopback, as context managers."""
