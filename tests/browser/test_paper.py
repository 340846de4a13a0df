"""Letters as the printer gets them."""

from tests.browser.floor import Floor
from tests.browser.visitor import Visits

MARGIN = 0.75
"""Inches from the paper's edge to what a browser prints; the style sheet says so."""
PLACE = """
    (address) => {
      const sheet = address.closest(".sheet").getBoundingClientRect();
      const box = address.getBoundingClientRect();
      return [box.top - sheet.top, box.bottom - sheet.top, box.left - sheet.left].map((pixels) => pixels / 96);
    }
"""


def test_wherever_a_folded_letter_slides_its_address_is_in_the_window_of_the_envelope(
    visits: Visits, floor: Floor
) -> None:
    work = floor.work([floor.far_ends.nobody()])
    floor.paper(work, "letter")
    page = visits.by(floor.user("manager"))
    page.goto("/print/letters")
    page.emulate_media(media="print")
    top, bottom, left = (MARGIN + inches for inches in page.locator("address").first.evaluate(PLACE))
    # A sheet of 8 1/2 inches, folded to 3 2/3, in an envelope of 9 1/2 by 4 1/8 whose window is 7/8 from its left, 1/2
    # from its bottom and 1 1/8 high.
    assert top >= 4.125 - 0.5 - 1.125
    assert bottom <= 11 / 3 - 0.5
    assert left >= 0.875
