"""The door to platforms that play SCORM packages: a published module as one zip that needs no server of ours."""
