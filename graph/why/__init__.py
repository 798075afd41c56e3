"""The claims behind what the graph says: who states each value, on which line, in which words, and what was taken."""
