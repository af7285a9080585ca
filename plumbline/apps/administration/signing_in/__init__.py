"""The way in: signing in and out, second factors, sessions, the first link and invitations."""
