"""The web chat: views only, no retrieval or answering logic."""
