"""Words for what responses have said, where an item has none of its own: in every language of the product.

They stand here and not in the catalogs of translations because they go into texts beside the author's own words.
"""

from lms.questions.text import Text

RIGHT: Text = {"en": "Right", "da": "Rigtigt", "sv": "Rätt"}
OTHER: Text = {"en": "Another answer", "da": "Et andet svar", "sv": "Ett annat svar"}
TOO_LOW: Text = {"en": "Too low", "da": "For lavt", "sv": "För lågt"}
TOO_HIGH: Text = {"en": "Too high", "da": "For højt", "sv": "För högt"}
TYPICAL: Text = {"en": "Typical mistake:", "da": "Typisk fejl:", "sv": "Vanligt fel:"}
IN_PLACE: Text = {"en": "in its right place", "da": "på sin rigtige plads", "sv": "på rätt plats"}
CANNOT_SAY: Text = {"en": "Cannot judge", "da": "Kan ikke vurdere det", "sv": "Kan inte bedöma"}
