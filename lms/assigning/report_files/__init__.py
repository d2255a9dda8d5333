"""Reports that leave the page: files, kept views, mails at their hour.

cells.py and heads.py write any list; completion.py reads the list of who stands where; xlsx and paper make files that
need a job or a child; kept, schedule and sending bring a report back, on a page or by mail.
"""
