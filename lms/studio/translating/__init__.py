"""Translating a draft, text beside text; its glossary; files for translators' own tools."""
