"""Files beside the journal: where things live, settings, framework files, and text to be rescued."""
