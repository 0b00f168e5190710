"""Ask targets and read their answers. Nothing here judges."""
