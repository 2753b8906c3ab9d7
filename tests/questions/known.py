"""A library of invented documents by whose names questions are read."""

from tests.terms.made import About, entities

TITLES = [
    *("Iowa film fund", "Utah film fund", "Ohio film fund", "Maine film fund", "Texas film fund"),
    *("Idaho film fund", "Guam film fund", "New Hampshire film fund", "NGA 2026 contract"),
    *("LGA 2026 contract", "Stage League rules", "Iowa's Fund Two", "SB 12 on voices"),
    *("Iowa's stage credit", "Vale v. Marlow", "Doe v Roe", "Bank of Iowa", "Bank of Utah"),
    *("Vale v. Doe", "Roe v. Poe"),
    *("SAG-AFTRA contract", "WGA contract", "DGA contract", "Animation Guild contract"),
]
KNOWN = entities(
    About(str(number), title, (), ("It says so.",)) for number, title in enumerate(TITLES)
)
