/** A page that loads its code when it is first shown. */

import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Button, Empty, Loading, LoadingPage } from "./ui/parts";

/** `title` is that of a whole page; a part of a page has none, and null keeps its place empty until it is there. */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  title: string | null = "",
): ComponentType<P> {
  let ready: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const state = useSignal<"loading" | "ready" | "failed">(ready ? "ready" : "loading");
    useEffect(() => {
      if (ready !== null) return;
      load().then(
        (loaded) => {
          ready = loaded;
          state.value = "ready";
        },
        () => {
          state.value = "failed";
        },
      );
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
  };
}
