"""The house's own tools: message catalogue, generated pages, benchmarks, proofs."""
