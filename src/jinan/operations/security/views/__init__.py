"""Pages of the three administrators, one module a desk."""
