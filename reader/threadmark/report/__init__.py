"""Labels in figures: counted for the screen and the shell, drawn on a page that reads by itself."""
