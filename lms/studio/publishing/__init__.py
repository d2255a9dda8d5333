"""Publishing: what stands in the way, what differs, what it means for people, now or at a time, and older versions."""
