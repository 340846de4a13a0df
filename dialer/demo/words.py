"""Names of people, streets and offices that nobody has; combined at random."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words("""
    Ada Alan Alice Amos Andre Anita Arlo Bea Ben Bianca Boyd Carla Cecil Celia Chad Clara Cleo Dale Dana Della
    Dora Earl Edith Elena Eli Elsa Ezra Faye Felix Flora Gail Glen Greta Gus Hattie Hugo Ida Ines Ivan Jada
    Jesse Joan Jonas Juan Karl Kayla Kurt Lena Leo Lila Lloyd Luis Mabel Marco Marta Miles Mona Nadia Ned Nina
    Noel Nora Olga Omar Opal Otis Pablo Pearl Priya Quinn Ramon Rhea Rosa Roy Ruth Saul Selma Stella Tara Theo
    Tina Ursula Vera Victor Wade Wanda Wes Willa Xenia Yusuf Yvonne Zane Zora
""")

LAST = _words("""
    Abbot Aldana Ames Archer Ashby Atwood Banner Barrow Beckett Bellamy Birch Blaine Bowers Brandt Calder Carver
    Castell Chavira Clement Colby Cooper Corbin Crane Dalton Dane Delgado Draper Dunmore Eastman Eaton Ellery
    Emerson Farrow Fenwick Fielding Fletcher Forsyth Gable Garner Gatlin Granger Hale Hanley Harlow Hatcher
    Holloway Hurst Ibarra Ingram Jarvis Keating Kendall Kirby Lambert Langley Larkin Lennox Locke Madden Marlow
    Mercer Monroe Nash Newell Norwood Oakes Ortega Osborn Paige Palmer Pardo Quincy Radley Ramsey Redmond Rivas
    Rowan Sable Sawyer Selby Shaw Sloan Stanton Sutter Tanner Thorne Tovar Underhill Vance Varela Walden Warner
    Weston Whitlock Wilder Winslow Yates York Zapata
""")

STREET = _words("""
    Amberfield Birchwater Bluestem Brookmeadow Cedarcrest Clearspring Copperleaf Cottonbend Dovecote Eastglen
    Elmhollow Fairoak Fernbank Foxglove Goldenrod Greenlark Hawksnest Hazelmoor Heronlake Hickoryvale Ironbridge
    Junipertop Kestrel Lakewillow Larkspur Limestone Maplecove Meadowlark Millrace Mossbank Northfork Oakenshade
    Orchardview Pebblebrook Pinehaven Quailrun Ravenwood Redbarn Riverstone Rosemont Sagebrush Silverbirch
    Stonegate Summerhill Thistledown Timberline Walnutridge Westwind Whitefence Windmill
""")

STREET_KIND = ("St", "Ave", "Ln", "Dr", "Ct", "Rd", "Way", "Ter", "Pl", "Blvd")

OFFICE = ("Lantern", "Compass Oak", "Three Rivers", "Blue Door", "Cornerstone", "Hometown", "Skyline", "Juniper")

REMARKS = (
    "Bright corner lot with a new roof and a fenced yard.",
    "Updated kitchen, hardwood floors, short walk to the park.",
    "Motivated seller; bring all offers.",
    "Large lot with mature trees and a two-car garage.",
    "Move-in ready, fresh paint, new furnace.",
    "Needs some love; priced accordingly.",
    "Quiet street, finished basement, room for an office.",
)
