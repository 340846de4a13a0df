/** The keypad during a call. It takes digits from the keyboard and leaves the focus where it is. */

import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { bareCounts } from "../../keys";
import { ProblemNote } from "../../ui/parts";
import type { Desk } from "./desk";
import { DIGITS, Tones } from "./tones";

interface KeypadProps {
  desk: Desk;
  onClose: () => void;
}

export function Keypad({ desk, onClose }: KeypadProps) {
  const tones = useMemo(() => new Tones((digits) => desk.send("digits", { digits })), [desk]);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    desk.problem.value = null;
    box.current?.showPopover();
  }, [desk]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!bareCounts(event.target as Element | null, event.key)) return;
      if (event.key === "Escape") onClose();
      else if (DIGITS.some((digit) => digit === event.key)) tones.press(event.key);
      else return;
      // While the keypad is open digits are no outcomes.
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, [tones, onClose]);
  return (
    <div ref={box} class="menu keypad" popover="manual" role="group" aria-label="Keypad">
      <output aria-label="Digits">
        {tones.sent}
        <span class="muted">{tones.waiting}</span>
      </output>
      <div class="keys">
        {DIGITS.map((digit) => (
          <button
            key={digit}
            type="button"
            aria-label={NAMES[digit] ?? digit}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => tones.press(digit)}
          >
            {digit}
          </button>
        ))}
      </div>
      <ProblemNote problem={desk.problem.value} />
      <p>Type digits outside the notes. Esc closes.</p>
    </div>
  );
}

const NAMES: Record<string, string> = { "*": "Star", "#": "Pound" };
