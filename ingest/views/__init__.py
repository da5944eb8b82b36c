"""Pages of the staff: upload, queue, review, and the life of a record."""
