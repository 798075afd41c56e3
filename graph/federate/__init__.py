"""The one room that opens the network: a polite client, SERVICE by bind join, and what is built on them."""
