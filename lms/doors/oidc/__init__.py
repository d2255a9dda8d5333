"""The door through a company's own sign-in: OpenID Connect with Entra ID, Google, Keycloak and their kin."""
