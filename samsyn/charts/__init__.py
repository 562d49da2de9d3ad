"""Charts and maps: numbers and translated words in, one `Picture` out. Pure: no Django, no clock, no network."""
