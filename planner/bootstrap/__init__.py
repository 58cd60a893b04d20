"""Sets the program up in `.venv` and hands over to it; runs on the standard library alone."""
