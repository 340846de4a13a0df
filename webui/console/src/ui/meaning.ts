/** What the word or number under the pointer or the focus means, beside it and never beyond the window. */

const GAP = 6;

/** A cell of a table means what its column's head says, a number of a group what the group's word says. */
function meaningOf(at: Element): string {
  const own = at.closest<HTMLElement>("[data-meaning]");
  const whole = at.closest("td.figure, .stat, .gauge, .funnel li") ?? own;
  // An empty place of the page says nothing.
  if (whole === null) return "";
  const cell = at.closest<HTMLTableCellElement>("td.figure");
  const heads = cell?.closest("table")?.tHead?.rows;
  const head = cell ? heads?.[heads.length - 1]?.cells[cell.cellIndex] : undefined;
  const told =
    own ??
    [whole, head, whole.closest(".stack:has(> .funnel)")]
      .map((place) => place?.querySelector<HTMLElement>("[data-meaning]"))
      .find((found) => found);
  const part = whole.querySelector<HTMLElement>("[data-part]")?.dataset["part"];
  return [part && `${part}.`, told?.dataset["meaning"]].filter(Boolean).join(" ");
}

export function startMeanings(): void {
  const box = document.createElement("div");
  box.className = "meaning";
  box.role = "tooltip";
  // Above dialogs too, which lie over everything else.
  box.popover = "manual";
  document.body.append(box);
  let shown: Element | null = null;
  const hide = () => {
    if (shown !== null) box.hidePopover();
    shown = null;
  };
  const show = (at: EventTarget | null) => {
    // Whoever moves onto the words may read on.
    if (!(at instanceof Element) || at === shown || at === box) return;
    const words = meaningOf(at);
    hide();
    if (words === "") return;
    box.textContent = words;
    box.showPopover();
    shown = at;
    place(at);
  };
  const place = (at: Element) => {
    const { left, top, bottom } = (at.closest("[data-meaning], td.figure, dd") ?? at).getBoundingClientRect();
    const below = bottom + GAP + box.offsetHeight <= innerHeight;
    box.style.top = `${below ? bottom + GAP : Math.max(GAP, top - GAP - box.offsetHeight)}px`;
    box.style.left = `${Math.max(GAP, Math.min(left, innerWidth - box.offsetWidth - GAP))}px`;
  };
  document.addEventListener("mouseover", (event) => show(event.target));
  document.addEventListener("focusin", ({ target }) => {
    // A dialog moves the focus while it opens or closes, and until then no other layer may open.
    queueMicrotask(() => target === document.activeElement && show(target));
  });
  document.addEventListener("focusout", hide);
  // Reaching it by the keyboard scrolls to it: then it goes along.
  const follow = () => (shown !== null && shown === document.activeElement ? place(shown) : hide());
  document.addEventListener("scroll", follow, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}
