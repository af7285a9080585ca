"""The composition root: settings, and which apps are installed. Imports anything; nothing imports it."""
