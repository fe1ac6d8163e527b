"""Many people's counts: what one person contributes, what is hidden when it is told, what the report says."""
