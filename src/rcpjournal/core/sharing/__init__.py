"""What may leave the journal: chosen passage by passage, laid out on one page, remembered."""
