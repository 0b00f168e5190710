"""Documents of the service record: what was called in and mended, and what the contract owed and got."""
