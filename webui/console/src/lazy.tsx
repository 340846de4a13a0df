/** A page that loads its code when it is first shown. */

import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Button, Empty, Loading, LoadingPage } from "./ui/parts";

export type LazyView<P> = ComponentType<P> & {
  /** Loads the code before it is shown. What goes wrong is told when it is. */
  ahead: () => void;
};

/** `title` is that of a whole page; a part of a page has none, and null keeps its place empty until it is there. */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  title: string | null = "",
): LazyView<P> {
  let ready: ComponentType<P> | null = null;
  const fetched = async (): Promise<boolean> => {
    try {
      ready = await load();
      return true;
    } catch {
      return false;
    }
  };
  return Object.assign(Lazy, { ahead: () => void fetched() });

  function Lazy(props: P) {
    const state = useSignal<"loading" | "ready" | "failed">(ready ? "ready" : "loading");
    useEffect(() => {
      // The code may have come since this was drawn.
      if (ready !== null) {
        state.value = "ready";
        return;
      }
      void fetched().then((came) => {
        state.value = came ? "ready" : "failed";
      });
    }, [state]);
    if (state.value === "failed") {
      return (
        <Empty icon="unlink" title="This page did not load">
          <p>The server may have been updated or cannot be reached.</p>
          <Button look="main" onClick={() => location.reload()}>
            Load again
          </Button>
        </Empty>
      );
    }
    const Ready = ready;
    if (Ready !== null) return <Ready {...props} />;
    if (title === null) return null;
    return title ? <LoadingPage title={title} /> : <Loading />;
  }
}
