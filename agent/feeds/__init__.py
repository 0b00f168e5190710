"""What leaves by itself: what the record tells, put into the outbox once, and one module for each way it goes."""
