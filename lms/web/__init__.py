"""The shell around every room: layout, static files, errors, headers, sign-in state, languages."""
