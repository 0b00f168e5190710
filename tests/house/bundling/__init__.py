"""Build what is installed on hosts without a network: bundles, a wheelhouse, Debian packages (docs/installation.md).

python -m tests.house.bundling bundle|wheelhouse|deb [--arch x86_64|aarch64]... [--out FOLDER] [--key FILE]

It runs on a Debian 12 build machine that reaches Debian's archive and a Python package index; nothing of it is installed.
"""
