"""Out of the tool: a sheet of paper, a spreadsheet with live formulas, rows and a picture."""
