"""The store: evidence, inspections, findings, measures; SQLite by default, PostgreSQL by URL.

``open.open_store`` gives a ``store.Store``. Importing this package, ``open`` or ``values`` loads no database library.
"""
