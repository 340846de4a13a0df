/** As much of Markdown as the guide uses, as blocks to draw. Nothing of it is ever read as HTML. */

export type Piece =
  | { kind: "text" | "strong" | "code"; text: string }
  | { kind: "link"; text: string; to: string };

export type Block =
  | { kind: "heading"; level: number; pieces: Piece[] }
  | { kind: "paragraph"; pieces: Piece[] }
  | { kind: "list"; ordered: boolean; items: Piece[][] }
  | { kind: "picture"; alt: string; from: string }
  | { kind: "code"; text: string }
  | { kind: "table"; head: Piece[][]; rows: Piece[][][] };

const INLINE = /\*\*([^*]+)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)/g;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) found.push({ kind: "text", text: text.slice(at, match.index) });
    const [whole, strong, code, link, to] = match;
    if (strong !== undefined) found.push({ kind: "strong", text: strong });
    else if (code !== undefined) found.push({ kind: "code", text: code });
    else found.push({ kind: "link", text: link ?? "", to: to ?? "" });
    at = match.index + whole.length;
  }
  if (at < text.length) found.push({ kind: "text", text: text.slice(at) });
  return found;
}

/** Blocks are set apart by empty lines, as the guide is written. */
export function blocks(markdown: string): Block[] {
  return markdown
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== "")
    .map((part) => block(part.replace(/\n+$/, "")));
}

function block(part: string): Block {
  const heading = /^(#+) (.*)$/.exec(part);
  if (heading) return { kind: "heading", level: heading[1]?.length ?? 1, pieces: pieces(heading[2] ?? "") };
  const picture = /^!\[([^\]]*)\]\(([^)]+)\)$/.exec(part);
  if (picture) return { kind: "picture", alt: picture[1] ?? "", from: picture[2] ?? "" };
  if (part.startsWith("    ")) return { kind: "code", text: part.replace(/^ {4}/gm, "") };
  if (part.startsWith("|")) return table(part);
  const mark = /^(- |\d+\. )/.exec(part);
  if (mark) return { kind: "list", ordered: mark[1] !== "- ", items: items(part) };
  return { kind: "paragraph", pieces: pieces(joined(part)) };
}

const joined = (part: string): string => part.replace(/\n\s*/g, " ");

function items(part: string): Piece[][] {
  return part.split(/\n(?=- |\d+\. )/).map((item) => pieces(joined(item.replace(/^(- |\d+\. )/, ""))));
}

function table(part: string): Block {
  const cells = (line: string) =>
    line
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => pieces(cell.trim()));
  const [head = "", , ...rows] = part.split("\n");
  return { kind: "table", head: cells(head), rows: rows.map(cells) };
}
