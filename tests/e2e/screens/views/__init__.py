"""What the catalogue shows: a module for each room, with its screens and what they need."""
