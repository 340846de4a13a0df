/** The frame around every page: the rail, the page that the path asks for, the key sheet. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ahead } from "./api";
import { isManager, me, outbox } from "./app";
import { helpFor } from "./guide";
import { perform } from "./keys";
import { type LazyView, lazy } from "./lazy";
import { go, match, path } from "./router";
import { Announcer } from "./ui/announce";
import { useAction, useCalm, useCurrentInSight } from "./ui/hooks";
import { Icon, type IconName } from "./ui/icon";
import { Button, Empty } from "./ui/parts";
import { plural } from "./words";

type View = LazyView<{ id: string }>;

const session: View = lazy(
  () => import("./views/session/page").then((m) => m.SessionPage),
  "Calling session",
);
const floor: View = lazy(() => import("./views/floor/page").then((m) => m.FloorPage), "Floor");
const figures: View = lazy(() => import("./views/figures/page").then((m) => m.FiguresPage), "Figures");
const leads: View = lazy(() => import("./views/lead/list").then((m) => m.LeadsPage), "Leads");
const lead: View = lazy(() => import("./views/lead/page").then((m) => m.LeadView), "Lead");
const callers: View = lazy(() => import("./views/work/callers").then((m) => m.CallersPage), "Callers");
const tasks: View = lazy(() => import("./views/work/tasks").then((m) => m.TasksPage), "Tasks");
const suppressions: View = lazy(
  () => import("./views/work/suppressions").then((m) => m.SuppressionsPage),
  "Do not call",
);
const imports: View = lazy(() => import("./views/imports/list").then((m) => m.ImportsPage), "Imports");
const oneImport: View = lazy(() => import("./views/imports/page").then((m) => m.ImportView), "Import");
const setup: View = lazy(() => import("./views/setup/page").then((m) => m.SetupPage), "Set-up");
const Palette = lazy(() => import("./views/palette/palette").then((m) => m.Palette));
const gallery: View = lazy(() => import("./views/gallery/page").then((m) => m.GalleryPage), "Gallery");
const help: View = lazy(() => import("./views/help/page").then((m) => m.HelpPage), "Help");
const KeySheet = lazy(() => import("./views/keysheet").then((m) => m.KeySheet));

const ROUTES: readonly [pattern: string, view: View][] = [
  ["/session", session],
  ["/floor", floor],
  ["/figures", figures],
  ["/leads", leads],
  ["/leads/:id", lead],
  ["/callers", callers],
  ["/tasks", tasks],
  ["/suppressions", suppressions],
  ["/imports", imports],
  ["/imports/:id", oneImport],
  ["/campaigns", setup],
  ["/campaigns/:id", setup],
  ["/sequences", setup],
  ["/sequences/:id", setup],
  ["/templates", setup],
  ["/scripts", setup],
  ["/dispositions", setup],
  ["/users", setup],
  ["/caller-ids", setup],
  ["/transfer-contacts", setup],
  ["/screens", setup],
  ["/audit", setup],
  ["/settings", setup],
  ["/gallery", gallery],
  ["/help", help],
  ["/help/:id", help],
];

/** What the first page asks for as soon as it is there. */
const ASKED: Record<string, readonly string[]> = {
  "/session": ["/api/sessions/current", "/api/campaigns"],
};

/** Loads the code and the data of the page at an address while it is not yet known who looks at it. */
export function loadAhead(here: string): void {
  ROUTES.find(([pattern]) => match(pattern, here) !== null)?.[1].ahead();
  ASKED[here]?.forEach(ahead);
}

interface Place {
  to: string;
  name: string;
  icon: IconName;
  managers?: boolean;
  also?: RegExp;
}

const PLACES: readonly Place[] = [
  { to: "/session", name: "Calling", icon: "phone" },
  { to: "/floor", name: "Floor", icon: "floor", managers: true },
  { to: "/figures", name: "Figures", icon: "chart", managers: true },
  { to: "/leads", name: "Leads", icon: "leads" },
  { to: "/callers", name: "Callers", icon: "voicemail", managers: true },
  { to: "/tasks", name: "Tasks", icon: "task" },
  { to: "/imports", name: "Imports", icon: "import", managers: true },
  { to: "/suppressions", name: "Do not call", icon: "shield", managers: true },
  {
    to: "/campaigns",
    name: "Set-up",
    icon: "setup",
    managers: true,
    also: /^\/(sequences|templates|scripts|dispositions|users|caller-ids|transfer-contacts|screens|audit)/,
  },
];

/** After this the first page is there, so that nothing it needs waits behind what may be asked for later. */
const CALM_MS = 3000;

export function Shell({ failure }: { failure: string | null }) {
  if (failure !== null) return <Unreachable words={failure} />;
  if (me.value === null) return null;
  return (
    <div class="shell">
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <Rail />
      <div class="stage">
        <Unsent />
        <Current />
      </div>
      <Layers />
      <Announcer />
    </div>
  );
}

/** What lies over the page. It has a part of its own, so that a layer that opens draws nothing below it again. */
function Layers() {
  const open = useSignal<"help" | "palette" | null>(null);
  const close = () => {
    open.value = null;
  };
  useAction("help", () => {
    open.value = "help";
  });
  useAction("palette", () => {
    open.value = "palette";
  });
  // Whoever asks for the commands types on at once, which must not meet the keys of the page.
  useEffect(() => {
    setTimeout(() => {
      Palette.ahead();
      KeySheet.ahead();
    }, CALM_MS);
  }, []);
  if (open.value === "palette") return <Palette places={PLACES} onClose={close} />;
  if (open.value === "help") return <KeySheet onClose={close} />;
  return null;
}

function Current() {
  const here = path.value === "/" ? home() : path.value;
  if (!isManager() && PLACES.some((place) => place.managers && here.startsWith(place.to))) return <Closed />;
  for (const [pattern, View] of ROUTES) {
    const named = match(pattern, here);
    if (named !== null)
      return <View key={pattern === "/leads/:id" ? here : pattern} id={named["id"] ?? ""} />;
  }
  return (
    <main class="page" id="main">
      <Empty icon="search" title="There is no such page">
        <p>The address may be old. Everything is reachable from the rail.</p>
        <a class="button main" href={home()}>
          Go to the start
        </a>
      </Empty>
    </main>
  );
}

function Closed() {
  return (
    <main class="page" id="main">
      <Empty icon="shield" title="For managers">
        <p>Ask a manager of your team for what stands here.</p>
        <a class="button main" href={home()}>
          Go to the start
        </a>
      </Empty>
    </main>
  );
}

const home = (): string => (isManager() ? "/floor" : "/session");

function Rail() {
  useAction("go_session", () => go("/session"));
  useAction("go_leads", () => go("/leads"));
  useAction("go_tasks", () => go("/tasks"));
  useAction("go_floor", isManager() ? () => go("/floor") : null);
  useAction("go_imports", isManager() ? () => go("/imports") : null);
  useAction("go_setup", isManager() ? () => go("/campaigns") : null);
  const here = path.value === "/" ? home() : path.value;
  const inGuide = here.startsWith("/help");
  const row = useCurrentInSight(here);
  return (
    <nav class="rail" aria-label="Pages" ref={row}>
      <a class="mark" href="/">
        <span class="unseen">Relist, start page</span>
        <svg viewBox="0 0 40 40" aria-hidden="true">
          <path d="M11 28V19M18 28v-6M25 28V12" />
          <circle cx="30.5" cy="11" r="3" />
        </svg>
      </a>
      {PLACES.filter((place) => !place.managers || isManager()).map((place) => {
        const current = here.startsWith(place.to) || place.also?.test(here) === true;
        return (
          <a key={place.to} href={place.to} class="place" aria-current={current ? "page" : undefined}>
            <Icon name={place.icon} size={20} />
            <span>{place.name}</span>
          </a>
        );
      })}
      <span class="space" />
      <button type="button" class="place keys" onClick={() => perform("help")}>
        <Icon name="keyboard" size={20} />
        <span>Keys</span>
      </button>
      <a href={helpFor(here, isManager())} class="place" aria-current={inGuide ? "page" : undefined}>
        <Icon name="info" size={20} />
        <span>Help</span>
      </a>
      <a href="/settings" class="place" aria-current={here === "/settings" ? "page" : undefined}>
        <span class="face" aria-hidden="true">
          {initials(me.value?.name ?? "")}
        </span>
        <span>You</span>
      </a>
    </nav>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join("");
}

/** How long changes wait before anybody needs to know. */
const SLOW_MS = 2000;

/** Says what is kept here and not yet on the server: in a line of its own, after no short wait. A session has it in its bar. */
function Unsent() {
  const waiting = outbox.waiting.value;
  const several = waiting > 1;
  const slow = useCalm(several, SLOW_MS);
  if (!several || !slow || path.value === "/session") return null;
  return (
    <p class="unsent">
      <Icon name="unlink" size={14} /> {plural(waiting, "change")} kept on this machine until the server
      answers.
    </p>
  );
}

function Unreachable({ words }: { words: string }) {
  return (
    <main class="page" id="main">
      <Empty icon="unlink" title="The console could not start">
        <p>{words}</p>
        <Button look="main" onClick={() => location.reload()}>
          Try again
        </Button>
      </Empty>
    </main>
  );
}
