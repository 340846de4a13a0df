/** Which page shows: the path is a signal, links are plain links. */

import { signal } from "@preact/signals";

export const path = signal(location.pathname);
export const search = signal(location.search);

export function go(to: string, replace = false): void {
  if (to === location.pathname + location.search + location.hash) return;
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  read();
  // An address with a place in it is for the page, which knows when the place is there.
  if (!replace && !location.hash) scrollTo(0, 0);
}

function read(): void {
  path.value = location.pathname;
  search.value = location.search;
}

export function startRouter(): void {
  addEventListener("popstate", read);
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link === null || !plain || link.target || link.hasAttribute("download")) return;
    const inside =
      link.origin === location.origin && !/^\/(api|logout|login|assets)(\/|$)/.test(link.pathname);
    // A place on the page that shows is the browser's to find.
    const here = link.pathname + link.search === location.pathname + location.search;
    if (!inside || (here && link.hash)) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}

/** The part that `:name` stands for, or null when the path is another one: match("/leads/:id", "/leads/7"). */
export function match(pattern: string, actual: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const found = actual.replace(/\/+$/, "").split("/");
  if (wanted.length !== found.length) return null;
  const named: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = found[index] ?? "";
    if (part.startsWith(":")) named[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return named;
}
