"""Settings: the organisation, its own rules, the installation, and erasing."""
