"""What the demo company's departments, jobs and people are called. Drawn from common names; nobody is meant."""

DEPARTMENTS = {
    "Customer service": (34, 0.16),
    "Network operations": (38, 0.93),
    "Sales": (26, 0.08),
    "Field service": (30, 0.97),
    "Billing": (18, 0.24),
    "Digital": (20, 0.02),
    "Heat and district energy": (22, 0.66),
    "Renewables": (16, 0.57),
    "Finance": (12, 0.33),
    "People and culture": (8, 0.02),
    "Purchasing": (9, 0.81),
    "Communication": (7, 0.47),
}
"""Department → managers (240 in all), and when they were invited: 0 two years ago, 1 today."""

JOBS = ("Head of department", "Head of section", "Team lead", "Project lead", "Operations manager")

FIRST = (
    "Anders", "Anne", "Astrid", "Birgitte", "Bo", "Camilla", "Carsten", "Charlotte", "Christian", "Dorthe", "Emil",
    "Erik", "Eva", "Freja", "Frederik", "Gitte", "Hanne", "Henrik", "Ida", "Inger", "Jakob", "Jens", "Jonas", "Julie",
    "Karen", "Kasper", "Katrine", "Kim", "Kirsten", "Lars", "Laura", "Lene", "Lotte", "Louise", "Mads", "Maja",
    "Malene", "Marie", "Martin", "Mathias", "Mette", "Michael", "Mikkel", "Morten", "Nanna", "Niels", "Nina", "Ole",
    "Per", "Pernille", "Peter", "Rasmus", "Rikke", "Sanne", "Signe", "Simon", "Sofie", "Stine", "Søren", "Thomas",
    "Tina", "Torben", "Trine", "Ulla",
)  # fmt: skip

LAST = (
    "Andersen", "Bach", "Bak", "Berg", "Bjerre", "Brandt", "Bruun", "Christensen", "Dahl", "Dam", "Eriksen", "Fischer",
    "Frandsen", "Friis", "Gade", "Hansen", "Hedegaard", "Holm", "Højgaard", "Iversen", "Jensen", "Jessen", "Johansen",
    "Juhl", "Jørgensen", "Kjær", "Klausen", "Knudsen", "Koch", "Kristensen", "Lange", "Larsen", "Laursen", "Lind",
    "Lund", "Madsen", "Mikkelsen", "Mortensen", "Møller", "Nielsen", "Nygaard", "Olesen", "Olsen", "Overgaard",
    "Petersen", "Poulsen", "Rasmussen", "Ravn", "Schmidt", "Simonsen", "Skov", "Svendsen", "Sørensen", "Thomsen",
    "Toft", "Vestergaard", "Vinther", "Winther", "Østergaard",
)  # fmt: skip
