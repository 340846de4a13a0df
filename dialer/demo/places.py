"""Where the made-up leads live: real cities with one of their ZIP codes and the area code of their numbers."""

from typing import NamedTuple


class Place(NamedTuple):
    """A city; every place has an area code of its own, since each has only a hundred fictional numbers."""

    state: str
    city: str
    zip: str
    area_code: str


_TABLE = """
AK Anchorage|99508|907
AL Birmingham|35205|205
AR Little Rock|72205|501
AZ Phoenix|85016|602
AZ Scottsdale|85254|480
AZ Tucson|85718|520
CA Fresno|93704|559
CA Los Angeles|90042|323
CA Oakland|94610|510
CA Sacramento|95818|916
CA San Diego|92116|619
CA San Jose|95125|408
CO Colorado Springs|80907|719
CO Denver|80220|303
FL Tampa|33606|813
GA Athens|30606|706
GA Atlanta|30306|404
GA Marietta|30062|770
GA Savannah|31405|912
HI Honolulu|96822|808
IA Des Moines|50312|515
ID Boise|83706|208
IL Chicago|60614|773
IL Naperville|60540|630
IL Peoria|61614|309
IL Rockford|61107|815
IL Springfield|62704|217
IN Fort Wayne|46804|260
IN Indianapolis|46205|317
KS Wichita|67208|316
KY Lexington|40515|859
KY Louisville|40205|502
LA New Orleans|70118|504
MA Worcester|01602|508
ME Portland|04103|207
MI Ann Arbor|48103|734
MI Detroit|48221|313
MI Grand Rapids|49506|616
MI Lansing|48912|517
MN Duluth|55804|218
MN Minneapolis|55410|612
MN Saint Paul|55105|651
MO Kansas City|64113|816
MO Saint Louis|63109|314
NC Asheville|28804|828
NC Charlotte|28205|704
NC Greensboro|27407|336
NC Raleigh|27608|919
NE Omaha|68104|402
NH Manchester|03104|603
NM Albuquerque|87106|505
NV Las Vegas|89117|702
NV Reno|89509|775
NY Albany|12208|518
NY Buffalo|14216|716
NY Rochester|14610|585
OH Akron|44313|330
OH Cincinnati|45208|513
OH Columbus|43214|614
OH Dayton|45419|937
OH Toledo|43606|419
OR Eugene|97405|541
OR Portland|97214|503
PA Philadelphia|19119|215
PA Pittsburgh|15217|412
SC Charleston|29412|843
SC Columbia|29205|803
TN Knoxville|37919|865
TN Nashville|37206|615
TX Austin|78704|512
TX Dallas|75214|214
TX Fort Worth|76107|817
TX Houston|77008|713
TX San Antonio|78209|210
UT Salt Lake City|84106|801
VA Norfolk|23507|757
VA Richmond|23226|804
WA Seattle|98117|206
WA Spokane|99203|509
WA Tacoma|98406|253
WI Madison|53711|608
WI Milwaukee|53213|414
"""

PLACES = tuple(Place(line[:2], *line[3:].split("|")) for line in _TABLE.strip().splitlines())
