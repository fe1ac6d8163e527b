"""What is contributed to a team."""
