"""Mails that remind: a ladder of steps for what people were given, said once, in working hours, stopped when done."""
