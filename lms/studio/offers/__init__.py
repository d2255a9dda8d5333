"""Later changes of the library, offered to the modules that were adapted from it."""
