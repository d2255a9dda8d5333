"""The trainer's rooms: for now the library with its versions."""
