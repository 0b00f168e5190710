"""Standards as data: clauses and sections by number with titles of our own, and which checks speak to them."""
