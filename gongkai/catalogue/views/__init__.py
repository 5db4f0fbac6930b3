"""Staff screens below /desk/catalogue/: versions and items, the duty board, the standard catalogue."""
