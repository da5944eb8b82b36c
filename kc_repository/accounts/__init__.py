"""Who works here: signing in, the second factor, roles and invitations."""
