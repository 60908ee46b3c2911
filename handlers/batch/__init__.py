"""Several ideas at once: how they are read, shown together and handed over. `/batch` begins it."""
