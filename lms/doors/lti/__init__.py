"""The door to learning platforms by LTI 1.3: Moodle, Canvas and others launch what is here and get results back."""
