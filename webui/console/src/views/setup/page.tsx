/** Set-up: one frame with a list of subjects at the left. */

import type { ComponentType } from "preact";
import { isManager } from "../../app";
import { lazy } from "../../lazy";
import { path } from "../../router";
import { useCurrentInSight } from "../../ui/hooks";
import { Empty } from "../../ui/parts";

type View = ComponentType<{ id: string }>;

interface Subject {
  name: string;
  to: string;
  view: View;
  one?: View;
  everybody?: boolean;
}

export const SUBJECTS: readonly Subject[] = [
  {
    name: "Campaigns",
    to: "/campaigns",
    view: lazy(() => import("./campaigns").then((m) => m.CampaignsView), "Set-up"),
    one: lazy(() => import("./campaign").then((m) => m.CampaignView), "Set-up"),
  },
  {
    name: "Sequences",
    to: "/sequences",
    view: lazy(() => import("./sequences").then((m) => m.SequencesView), "Set-up"),
    one: lazy(() => import("./sequence").then((m) => m.SequenceView), "Set-up"),
  },
  {
    name: "Texts and letters",
    to: "/templates",
    view: lazy(() => import("./templates").then((m) => m.TemplatesView), "Set-up"),
  },
  {
    name: "Scripts",
    to: "/scripts",
    view: lazy(() => import("./scripts").then((m) => m.ScriptsView), "Set-up"),
  },
  {
    name: "Outcomes",
    to: "/dispositions",
    view: lazy(() => import("./dispositions").then((m) => m.DispositionsView), "Set-up"),
  },
  {
    name: "Caller IDs",
    to: "/caller-ids",
    view: lazy(() => import("./callerids").then((m) => m.CallerIdsView), "Set-up"),
  },
  {
    name: "Hand-over numbers",
    to: "/transfer-contacts",
    view: lazy(() => import("./contacts").then((m) => m.ContactsView), "Set-up"),
  },
  { name: "People", to: "/users", view: lazy(() => import("./users").then((m) => m.UsersView), "Set-up") },
  {
    name: "Screens",
    to: "/screens",
    view: lazy(() => import("./screens").then((m) => m.ScreensView), "Set-up"),
  },
  { name: "Audit log", to: "/audit", view: lazy(() => import("./audit").then((m) => m.AuditView), "Set-up") },
  {
    name: "Your settings",
    to: "/settings",
    view: lazy(() => import("./settings").then((m) => m.SettingsView), "Set-up"),
    everybody: true,
  },
];

export function SetupPage({ id }: { id: string }) {
  const subject = SUBJECTS.find((one) => path.value.startsWith(one.to));
  const View = id !== "" && subject?.one ? subject.one : subject?.view;
  const allowed = subject?.everybody || isManager();
  const row = useCurrentInSight(subject);
  return (
    <div class="setup">
      {isManager() && (
        <nav class="subjects" aria-label="Set-up" ref={row}>
          {SUBJECTS.map((one) => (
            <a key={one.to} href={one.to} aria-current={one === subject ? "page" : undefined}>
              {one.name}
            </a>
          ))}
        </nav>
      )}
      {View === undefined || !allowed ? (
        <Empty icon="shield" title="For managers">
          <p>Ask a manager of your team to change this.</p>
        </Empty>
      ) : (
        <View key={path.value} id={id} />
      )}
    </div>
  );
}
