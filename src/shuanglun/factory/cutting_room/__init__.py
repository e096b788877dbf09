"""cutting_room."""
