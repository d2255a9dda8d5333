"""The second factor of accounts with a password: codes of an app, passkeys, recovery codes, and who has to have one."""
