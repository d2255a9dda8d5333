"""The learner's rooms: home, player, enrolments, attempts, progress."""
