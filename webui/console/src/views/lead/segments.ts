/** How many segments a text takes (3GPP TS 23.038): GSM 7-bit holds 160 or 153 units, UCS-2 holds 70 or 67. */

const PLAIN =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** These take two units each. */
const DOUBLE = "\f^{}\\[~]|€";

export interface Segments {
  units: number;
  count: number;
  /** The first character outside the GSM alphabet; empty when there is none. */
  wide: string;
}

export function segments(body: string): Segments {
  const characters = [...body];
  const wide = characters.find((one) => !PLAIN.includes(one) && !DOUBLE.includes(one)) ?? "";
  const units = wide ? body.length : characters.reduce((sum, one) => sum + (DOUBLE.includes(one) ? 2 : 1), 0);
  const [single, joined] = wide ? [70, 67] : [160, 153];
  return { units, count: units <= single ? 1 : Math.ceil(units / joined), wide };
}
