"""What the operator wrote, and the words: the lowest floor."""
