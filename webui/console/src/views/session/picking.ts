/** Whom the agent may dial by hand: read again whenever it may have changed, and dialed once each. */

import { useEffect, useRef } from "preact/hooks";
import { go, search } from "../../router";
import type { LeadPage, QueueLead, SessionCard, SessionQueue } from "../../shapes";
import { useLoad } from "../../ui/hooks";
import type { Desk } from "./desk";

export interface Picking {
  /** Whether the agent starts the calls in this campaign. */
  byHand: boolean;
  queue: SessionQueue | null;
  /** In preview mode the lead that is shown; it stays while its line rings. */
  shown: QueueLead | null;
  page: LeadPage | null;
  /** One may be dialed: the agent is free, and where agents start the calls no line rings. */
  free: boolean;
  dial: (lead: QueueLead) => void;
  skip: (lead: QueueLead) => void;
}

export function usePicking(desk: Desk, session: SessionCard): Picking {
  const mode = String(desk.campaign.value?.settings["mode"] ?? "");
  const byHand = mode === "preview" || mode === "click";
  const out = desk.lines.value.find((line) => line.state !== "ended" && line.state !== "closing");
  const idle = session.state === "ready" || session.state === "paused";
  const free = idle && session.leg_state === "up" && !desk.elsewhere.value && !(byHand && out !== undefined);
  useCallBack(desk, free);
  const over = session.state === "ended" || mode === "";
  const list = useLoad<SessionQueue>(over ? null : `/api/sessions/${session.id}/queue`);
  const { reload } = list;
  const first = useRef(true);
  const next = byHand ? desk.room.next.value : null;
  useEffect(() => {
    // The first load is the hook's own; later ones follow what the room tells.
    if (first.current) first.current = false;
    else reload();
  }, [next, session.state]);
  const head = mode === "preview" ? (list.data?.leads[0] ?? null) : null;
  const ringing = byHand ? (out?.lead_id ?? null) : null;
  const wanted = ringing ?? head?.lead_id ?? null;
  const page = useLoad<LeadPage>(wanted === null ? null : `/api/leads/${wanted}`);
  return {
    byHand,
    queue: list.data,
    shown: head,
    page: wanted !== null && page.data?.id === wanted ? page.data : null,
    free,
    dial: (lead) => {
      void desk.send("dial", { phone_id: lead.phone_id, way: lead.way }).then(reload);
    },
    skip: (lead) => {
      void desk.send("skip_lead", { lead_id: lead.lead_id }).then(reload);
    },
  };
}

/** Dials the number that the address asks for, once: the address forgets it before the call is asked for. */
function useCallBack(desk: Desk, free: boolean): void {
  const number = Number(new URLSearchParams(search.value).get("dial"));
  useEffect(() => {
    if (!(number > 0) || !free) return;
    go("/session", true);
    void desk.send("dial", { phone_id: number, way: "click" });
  }, [desk, number, free]);
}
