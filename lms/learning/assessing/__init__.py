"""Self-assessment: sittings of an instrument, what they amount to, then and now. Seen by the person alone."""
