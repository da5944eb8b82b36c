"""Forms with which staff look a record over; a form's values travel as FormData between page, draft and record."""
