"""What pictures of the library show."""
