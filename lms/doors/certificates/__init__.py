"""Certificates: the proof that a module is completed, as a page, a PDF and an address where anybody can check it."""
