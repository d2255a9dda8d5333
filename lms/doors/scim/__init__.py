"""The door for the company's directory: SCIM 2.0, by which Entra ID, Okta and others keep people and groups."""
