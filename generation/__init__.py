"""What makes a film: the nouns, the straight line, the crew and the cutting room."""
