"""Orchestrate: sessions, judging, the store, documents and delivery. It neither judges nor formats."""
