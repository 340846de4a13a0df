import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Tones } from "../src/views/session/tones";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("digits that are typed in one go leave in one row, and the next row waits until that was played", async () => {
  const rows: string[] = [];
  const tones = new Tones((digits) => Promise.resolve(rows.push(digits) > 0));
  for (const digit of "12#") tones.press(digit);
  expect(tones.waiting.value).toBe("12#");
  await vi.advanceTimersByTimeAsync(400);
  expect([rows, tones.sent.value, tones.waiting.value]).toEqual([["12#"], "12#", ""]);
  tones.press("9");
  await vi.advanceTimersByTimeAsync(1000);
  expect(rows).toEqual(["12#"]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([rows, tones.sent.value]).toEqual([["12#", "9"], "12#9"]);
});

test("what was refused is not sent later", async () => {
  const answers = [false, true];
  const rows: string[] = [];
  const tones = new Tones((digits) => {
    rows.push(digits);
    return Promise.resolve(answers.shift() ?? true);
  });
  tones.press("1");
  await vi.advanceTimersByTimeAsync(400);
  expect([tones.sent.value, tones.waiting.value]).toEqual(["", ""]);
  tones.press("2");
  await vi.advanceTimersByTimeAsync(400);
  expect([rows, tones.sent.value]).toEqual([["1", "2"], "2"]);
});
