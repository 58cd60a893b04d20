"""What a plan is worth and which rules it breaks; independent of the engine."""
