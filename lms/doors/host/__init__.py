"""The door from the application that this one stands in: whoever is signed in there is signed in here."""
