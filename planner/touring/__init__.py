"""The engine: knows visits, crews, days and places, no customer and no paper."""
