"""How dates and numbers are written and read, for Django (`FORMAT_MODULE_PATH`)."""
