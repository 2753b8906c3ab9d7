"""Documents fetched from links: by public addresses alone, within bounds, as robots.txt allows."""
