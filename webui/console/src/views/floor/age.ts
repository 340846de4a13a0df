/** How long a state has lasted, 0 to 3: under 10 s, under a minute, under five, longer. */
export function step(seconds: number): number {
  return [10, 60, 300].filter((edge) => seconds >= edge).length;
}
