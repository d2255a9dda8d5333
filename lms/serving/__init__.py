"""Keeping an installation up: one supervisor that owns the lock and the port, web processes and a job worker below it.

lms run → start.serve: lock, port, migration, library → Supervisor → lms.serving.web × LMS_WORKERS
                                                                   → lms.serving.worker
"""
