"""The journal's rules, pure: no files, no SQL, no printing, no clock."""
