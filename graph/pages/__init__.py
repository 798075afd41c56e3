"""Pages: a store in, HTML out, by pure functions that know of no server, so that a static export can use them too."""
