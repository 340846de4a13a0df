/** The agent's page: before, during and after a session, on one route. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { lazy } from "../../lazy";
import type { Snapshot } from "../../shapes";
import { useLoad, useTitle } from "../../ui/hooks";
import { Button, Empty, LoadingPage } from "../../ui/parts";
import { Running } from "./running";

const Before = lazy(() => import("./before").then((m) => m.Before), "Calling session");
const Report = lazy(() => import("./report").then((m) => m.Report), "Session report");

// Most often no session is under way when the page opens.
Before.ahead();

export function SessionPage() {
  useTitle("Calling");
  const current = useLoad<Snapshot | null>("/api/sessions/current");
  const sessionId = useSignal<number | null>(null);
  const over = useSignal<number | null>(null);
  const found = current.data?.sessions[0];
  useEffect(() => {
    if (found && found.state !== "ended") sessionId.value = found.id;
  }, [found, sessionId]);

  if (over.value !== null) {
    return (
      <Report
        id={over.value}
        onAgain={() => {
          over.value = null;
          sessionId.value = null;
        }}
      />
    );
  }
  if (sessionId.value !== null) {
    return (
      <Running
        key={sessionId.value}
        id={sessionId.value}
        onEnded={() => {
          over.value = sessionId.value;
        }}
      />
    );
  }
  if (current.problem) {
    return (
      <Empty icon="unlink" title={current.problem.title}>
        <p>{current.problem.detail}</p>
        <Button look="main" onClick={current.reload}>
          Try again
        </Button>
      </Empty>
    );
  }
  if (current.loading) return <LoadingPage title="Calling session" />;
  return (
    <Before
      onStarted={(snapshot) => {
        sessionId.value = snapshot.sessions[0]?.id ?? null;
      }}
    />
  );
}
