"""Sessions: the only modules that touch targets."""
