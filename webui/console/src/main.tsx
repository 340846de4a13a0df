import { effect } from "@preact/signals";
import { render } from "preact";
import { start } from "./app";
import { startClock } from "./clock";
import { keyHandler, keyPreferences } from "./keys";
import { startRouter } from "./router";
import { loadAhead, Shell } from "./shell";
import { startMeanings } from "./ui/meaning";
import "./styles/index.css";

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has lost its #app element.");

loadAhead(location.pathname);
startClock();
startRouter();
startMeanings();
effect(() => {
  const handle = keyHandler(keyPreferences.value);
  addEventListener("keydown", handle);
  return () => removeEventListener("keydown", handle);
});
void start().then((failure) => render(<Shell failure={failure} />, root));
