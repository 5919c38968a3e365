"""A connection as screens meet it, a module for each thing in it."""
