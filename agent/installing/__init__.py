"""Putting the program on a host for years: the unit, its account, releases beside each other, and the way back."""
