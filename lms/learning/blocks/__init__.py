"""What the blocks of a page are filled with: one file a kind, each registered in `kinds.SHOWN`."""
