"""What is asked: its shape, its names and years, the conversation before it."""
