"""What the customer and the service desk receive. Values in, bytes out."""
