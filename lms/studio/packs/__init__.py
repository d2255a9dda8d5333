"""Packs in and out: a module or a library as files, for a folder, another installation, or another organisation."""
