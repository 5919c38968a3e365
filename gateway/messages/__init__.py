"""Every sentence that the gateway itself says, a module for each room; the actors bring their own."""
