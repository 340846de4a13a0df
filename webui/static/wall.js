// Asks for the page again and takes its numbers; what has not changed is not touched, so that nothing flickers.
const EVERY_MS = 2000;

async function refresh() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("wall");
    const shown = document.getElementById("wall");
    if (fresh === null) throw new Error("no page of ours");
    if (fresh.innerHTML !== shown.dataset.markup) {
      shown.dataset.markup = fresh.innerHTML;
      shown.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // A restarting server or a lost network: the screen says so and goes on asking.
    document.getElementById("late")?.removeAttribute("hidden");
    document.getElementById("wall").dataset.markup = "";
  }
  setTimeout(refresh, EVERY_MS);
}

setTimeout(refresh, EVERY_MS);
