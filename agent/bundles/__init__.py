"""The 客户包: what a store hands over to another one, as one signed, encrypted file."""
