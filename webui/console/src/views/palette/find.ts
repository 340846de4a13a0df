/** What fits the words that were typed, best first. */

export interface Entry {
  id: string;
  /** What the entry does, as the list shows it. */
  name: string;
  /** What kind of thing it is, or where. */
  hint: string;
  /** The action whose key does the same. */
  action?: string;
  run: () => void;
}

const MOST = 9;

/** Every word has to begin a word of the name or the hint; names that begin with what was typed come first. */
export function fitting(entries: readonly Entry[], typed: string): Entry[] {
  const words = partsOf(typed);
  if (words.length === 0) return entries.slice(0, MOST);
  return entries
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST)
    .map(({ entry }) => entry);
}

const partsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function scoreOf(entry: Entry, words: readonly string[]): number {
  const name = partsOf(entry.name);
  const hint = partsOf(entry.hint);
  let score = 0;
  for (const [index, word] of words.entries()) {
    if (name[index]?.startsWith(word)) score += 3;
    else if (name.some((part) => part.startsWith(word))) score += 2;
    else if (hint.some((part) => part.startsWith(word))) score += 1;
    else return 0;
  }
  return score;
}
