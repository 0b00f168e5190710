"""What configurations of network devices say of their protection: one reader a dialect, the same facts from each."""
