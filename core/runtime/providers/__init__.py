"""What nameko injects into a service class, one provider a module: settings, store, announcer, sync_log."""
