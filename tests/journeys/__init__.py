"""What people do, told once and driven on every chat platform."""
