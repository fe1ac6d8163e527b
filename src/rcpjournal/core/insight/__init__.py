"""What appears over time: pure functions from the store's counts to named results."""
