"""Many portals in one: each row belongs to an area, and PostgreSQL keeps the areas apart."""
