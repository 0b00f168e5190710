"""One module a command of ``xunjian``; each holds ``command``."""
