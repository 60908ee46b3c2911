"""What the stand-ins of chat platforms have in common."""
