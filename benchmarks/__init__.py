"""What is measured, fitted and trained on public sets, by hand and not in CI."""
