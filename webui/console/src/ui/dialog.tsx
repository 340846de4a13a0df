/**
 * A layer over the page that keeps the focus inside and gives it back. It is a popover and not the browser's own modal
 * dialog, because that makes every element of the page inert, which takes a busy floor longer than a key may take.
 */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "./parts";

interface LayerProps {
  label: string;
  /** Classes of its box. */
  look?: string;
  onClose: () => void;
  /** What stands in the box; `close` gives the focus back before it returns. */
  children: (close: () => void) => ComponentChildren;
}

const REACHABLE =
  "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex='0']";

export function Layer({ label, look = "", onClose, children }: LayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = layer.current;
    shown?.showPopover();
    // The browser itself goes to what has `autofocus`.
    if (shown && !shown.contains(document.activeElement))
      shown.querySelector<HTMLElement>(REACHABLE)?.focus();
    return () => shown?.hidePopover();
  }, []);
  const close = () => {
    layer.current?.hidePopover();
    onClose();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the focus in the box that it holds.
    <div
      ref={layer}
      class="layer"
      popover="auto"
      role="presentation"
      onToggle={(event) => {
        // Whatever else the browser closes it by, such as a phone's gesture for going back.
        if (event.newState === "closed" && layer.current !== null) onClose();
      }}
      onMouseDown={(event) => {
        // A press beside the box neither closes it, with what was typed, nor takes the focus out of it.
        if (event.target === layer.current) event.preventDefault();
      }}
      onKeyDown={(event) => {
        if (event.key === "Tab" && layer.current) turnAround(layer.current, event);
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
    >
      <div class={`dialog ${look}`} role="dialog" aria-modal="true" aria-label={label} tabIndex={-1}>
        {children(close)}
      </div>
    </div>
  );
}

/** After the last place comes the first, and before the first the last. */
function turnAround(layer: HTMLElement, event: KeyboardEvent): void {
  const places = [...layer.querySelectorAll<HTMLElement>(REACHABLE)].filter((one) => one.checkVisibility());
  const edge = event.shiftKey ? places[0] : places.at(-1);
  const inside = document.activeElement !== edge && document.activeElement?.role !== "dialog";
  if (inside && layer.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? places.at(-1) : places[0])?.focus();
}

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** Classes of its box: "wide", "tall". */
  look?: string;
}

export function Dialog({ title, onClose, children, look = "" }: DialogProps) {
  return (
    <Layer label={title} look={look} onClose={onClose}>
      {(close) => (
        <>
          <header>
            <h2>{title}</h2>
            <Button look="quiet" icon="cross" label="Close" onClick={close} />
          </header>
          {children}
        </>
      )}
    </Layer>
  );
}
