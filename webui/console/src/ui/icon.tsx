/** A small hand-drawn set on a 20-unit grid; strokes take the text's colour. */

const SHAPES = {
  phone:
    "M6.2 3.5 8 7.2 6.3 8.9a10 10 0 0 0 4.8 4.8l1.7-1.7 3.7 1.8v2.4c0 .8-.7 1.4-1.5 1.3C8.9 16.9 3.1 11.1 2.5 5A1.4 1.4 0 0 1 3.8 3.5Z",
  hangup: "M2.5 12.2c4-4.2 11-4.2 15 0l-2 2-3-1.5v-2.2a9 9 0 0 0-5 0v2.2l-3 1.5Z",
  ring: "M10 3v1.5M5.5 12.5V9a4.5 4.5 0 0 1 9 0v3.5l1.5 2H4ZM8.5 16.5a1.5 1.5 0 0 0 3 0",
  live: "M3 10h2l1.5-4.5L9.5 15l2.5-8 1.5 3H17",
  idle: "M10 10h.01",
  check: "m4.5 10.5 3.5 3.5 7.5-8",
  cross: "m5.5 5.5 9 9m0-9-9 9",
  pause: "M7 4.5v11M13 4.5v11",
  play: "M6.5 4.5v11l9-5.5Z",
  mute: "M10 12.5a2.5 2.5 0 0 0 2.5-2.5V5.5a2.5 2.5 0 0 0-5 0V10A2.5 2.5 0 0 0 10 12.5Zm-5-2.5a5 5 0 0 0 10 0m-5 5v2.5M3.5 3.5l13 13",
  mic: "M10 12.5a2.5 2.5 0 0 0 2.5-2.5V5.5a2.5 2.5 0 0 0-5 0V10A2.5 2.5 0 0 0 10 12.5Zm-5-2.5a5 5 0 0 0 10 0m-5 5v2.5",
  hold: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM8.3 7.5v5m3.4-5v5",
  keypad: "M5 4.5h.01m5 0h.01m5 0h.01M5 10h.01m5 0h.01m5 0h.01M5 15.5h.01m5 0h.01m5 0h.01",
  voicemail: "M5.5 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm9 0a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-9 0h9",
  next: "m5 4.5 7 5.5-7 5.5Zm9.5 0v11",
  redial: "M15.5 8A6 6 0 1 0 16 11.5M16 4v4h-4",
  text: "M3 4.5h14v9.5H9l-3.5 3V14H3Z",
  mail: "M2.5 5h15v10.5h-15Zm0 .500 7.5 6 7.5-6",
  letter: "M5 2.5h7l3.5 3.5v11.5H5Zm2.5 7h5m-5 3h5",
  door: "M5.5 17.5v-15h9v15m-11 0h13M11.8 10h.01",
  task: "M4 3.5h12v13H4Zm3 6.5 2 2 4-4.5",
  note: "M4 16.5V13l9-9 3.5 3.5-9 9Z",
  house: "M3 9.5 10 3.5l7 6M5 8.5v8h3.5V12h3v4.5H15v-8",
  leads:
    "M7.5 9a2.8 2.8 0 1 0 0-5.5 2.8 2.8 0 0 0 0 5.5ZM2.5 16.5c0-3 2-5 5-5s5 2 5 5m.500-12.5a2.5 2.5 0 0 1 0 4.8m1.5 3c2 .600 3 2.3 3 4.7",
  floor: "M3 3.5h6v6H3Zm8 0h6v4h-6ZM3 12h6v4.5H3Zm8-2h6v6.5h-6Z",
  chart: "M3.5 16.5h13M5.5 13.5v-4M10 13.5V4.5m4.5 9v-6",
  import: "M10 3v9m-3.5-3.5L10 12l3.5-3.5M3.5 13v3.5h13V13",
  shield: "M10 2.5 4 5v4.5c0 4 2.5 6.5 6 8 3.5-1.5 6-4 6-8V5Z",
  setup: "M3 6h8m4 0h2M3 14h2m4 0h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm-6 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11Zm4-1.5 4 4",
  calendar: "M3.5 5h13v11.5h-13Zm0 3.5h13M7 3v3.5M13 3v3.5",
  undo: "M7 5 3.5 8.5 7 12M4 8.5h8a4 4 0 0 1 0 8h-3",
  warning: "M10 3 2.5 16.5h15ZM10 8v4m0 2.2v.01",
  info: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 9v4.5m0-7v.01",
  clock: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 6v4l2.5 2",
  plus: "M10 4v12M4 10h12",
  up: "m5 12 5-5 5 5",
  down: "m5 8 5 5 5-5",
  right: "m8 5 5 5-5 5",
  left: "m12 5-5 5 5 5",
  link: "M3 7c4-3.5 10-3.5 14 0M5.5 10c2.5-2.3 6.5-2.3 9 0M8 13c1.2-1 2.8-1 4 0m-2 2.8v.01",
  unlink: "M3 7c4-3.5 10-3.5 14 0M8 13c1.2-1 2.8-1 4 0m-2 2.8v.01M3.5 3.5l13 13",
  block: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM4.8 4.8l10.4 10.4",
  keyboard: "M2.5 5.5h15v9h-15Zm3 3h.01m3 0h.01m3 0h.01m3 0h.01M6.5 11.5h7",
  logout: "M8 3.5H4v13h4m4-10 3.5 3.5-3.5 3.5m-5-3.5h8.5",
  flag: "M5 17.5v-14h9.5l-2 3.5 2 3.5H5",
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={SHAPES[name]}
        fill="none"
        stroke="currentColor"
        stroke-width={name === "idle" ? 5 : 1.6}
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
