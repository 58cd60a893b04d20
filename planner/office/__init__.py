"""The door: what a coordinator can ask for."""
