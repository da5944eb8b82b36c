"""What readers meet: the pages, in both languages."""
