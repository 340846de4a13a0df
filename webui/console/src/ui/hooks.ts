/** Loading, saving and waiting, as hooks. */

import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { get, type Result } from "../api";
import { onAction } from "../keys";
import type { Problem } from "../shapes";

export interface Loaded<T> {
  data: T | null;
  problem: Problem | null;
  loading: boolean;
  reload: () => void;
  set: (value: T) => void;
}

/** What is at `path`; null waits. While another path loads the old data stays, so that nothing jumps. */
export function useLoad<T>(path: string | null): Loaded<T> {
  const data = useSignal<T | null>(null);
  const problem = useSignal<Problem | null>(null);
  const loading = useSignal(path !== null);
  const round = useSignal(0);
  const turn = round.value;
  useEffect(() => {
    if (path === null) return;
    let wanted = true;
    loading.value = true;
    void get<T>(path).then((result) => {
      if (!wanted) return;
      loading.value = false;
      problem.value = result.ok ? null : result.problem;
      if (result.ok) data.value = result.value;
    });
    return () => {
      wanted = false;
    };
  }, [path, turn]);
  return {
    data: data.value,
    problem: problem.value,
    loading: loading.value,
    reload: () => {
      round.value += 1;
    },
    set: (value) => {
      data.value = value;
    },
  };
}

/** The same, asked for again and again. */
export function useWatched<T>(path: string, everyMs: number): Loaded<T> {
  const loaded = useLoad<T>(path);
  useEffect(() => {
    const timer = setInterval(loaded.reload, everyMs);
    return () => clearInterval(timer);
  }, []);
  return loaded;
}

export interface Saving {
  busy: boolean;
  problem: Problem | null;
  run: <T>(work: Promise<Result<T>>, done?: (value: T) => void) => Promise<void>;
  clear: () => void;
}

/** One request at a time, with the words of its refusal. */
export function useSaving(): Saving {
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  return {
    busy: busy.value,
    problem: problem.value,
    clear: () => {
      problem.value = null;
    },
    run: async (work, done) => {
      busy.value = true;
      const result = await work;
      busy.value = false;
      problem.value = result.ok ? null : result.problem;
      if (result.ok) done?.(result.value);
    },
  };
}

/** While the component shows, `act` answers the key action; null leaves it to others. The key works before the
 * component is painted, since whoever sees it may press at once. */
export function useAction(id: string, act: (() => void) | null): void {
  const latest = useRef(act);
  latest.current = act;
  const on = act !== null;
  useLayoutEffect(() => (on ? onAction(id, () => latest.current?.()) : undefined), [id, on]);
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Relist`;
  }, [title]);
}

/** The row of links or tabs that gets this is scrolled sideways until what `current` made current is in sight; the page
 * itself stays where it is. After painting, since the words matter more. */
export function useCurrentInSight(current: unknown): RefObject<HTMLElement | null> {
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const one = row.current?.querySelector<HTMLElement>("[aria-current]");
    if (row.current && one)
      row.current.scrollLeft = one.offsetLeft - (row.current.clientWidth - one.offsetWidth) / 2;
  }, [current]);
  return row;
}

/** `value` as it was when it last stood still for `ms`. */
export function useCalm<T>(value: T, ms: number): T {
  const calm = useSignal(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      calm.value = value;
    }, ms);
    return () => clearTimeout(timer);
  }, [value, ms, calm]);
  return calm.value;
}
