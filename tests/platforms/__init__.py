"""What Windows and macOS have otherwise, or lack, put in place on this system: the code that minds it is run here."""
