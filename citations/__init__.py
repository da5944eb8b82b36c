"""Citations: the Reference value and every written form of it. Plain Python, no Django."""
