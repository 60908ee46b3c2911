"""Scores by mood: `score.py` writes the notes, `synth.py` plays them."""
