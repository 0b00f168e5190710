"""Documents: values in, a Document model out. No format, no I/O."""
