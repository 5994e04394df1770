"""The workspaces and what is asked of them: scopes, channels, who is in them, what their refusals mean."""
