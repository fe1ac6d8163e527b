"""Records → lines of styled text. Views never print, and never clean text: what prints, cleans."""
