"""Pictures and clips of drafts: uploaded, described, replaced, renamed, removed; where each is used; the room left."""
