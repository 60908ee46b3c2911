"""What the product does, in no platform's words."""
