"""The server: a release on the web, evaluated in processes that can be killed, answered whole or not at all."""
