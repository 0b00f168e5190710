"""Judge facts. Pure functions: facts, limits and a scene in; findings and exhibits out."""
