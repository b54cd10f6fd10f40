"""The application around the rooms: settings, the clock, the command line, the demo."""
