"""Fits and trains what is shipped; nothing here is needed to answer."""
