"""The faceless face: what the command line says and does."""
