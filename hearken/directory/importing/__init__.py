"""Reading what others publish: each format by a module of its own, all of them into the same rows."""
