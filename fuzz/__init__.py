"""Coverage-guided fuzzing with atheris. `make fuzz`, ten minutes for each target."""
