"""What differs between two versions of a module, in words: for whoever is about to publish the newer one."""
