"""One application for the page and for programs, behind one guard."""
