"""What is due and when: pure functions of the schedules, the ledger and the moment; and the ledger's turn."""
