import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocks, pieces } from "../src/views/help/markdown";

const GUIDE = new URL("../../../docs/guide/", import.meta.url);

describe("the guide's Markdown", () => {
  it("reads strong words, code and links where they stand in a sentence", () => {
    expect(pieces("Press **Start**, then `N`; see [the words](statistics.md).")).toEqual([
      { kind: "text", text: "Press " },
      { kind: "strong", text: "Start" },
      { kind: "text", text: ", then " },
      { kind: "code", text: "N" },
      { kind: "text", text: "; see " },
      { kind: "link", text: "the words", to: "statistics.md" },
      { kind: "text", text: "." },
    ]);
  });

  it("joins the lines of a paragraph and of a point", () => {
    expect(blocks("One\ntwo.\n\n- a\n  b\n- c\n")).toEqual([
      { kind: "paragraph", pieces: [{ kind: "text", text: "One two." }] },
      {
        kind: "list",
        ordered: false,
        items: [[{ kind: "text", text: "a b" }], [{ kind: "text", text: "c" }]],
      },
    ]);
  });

  it("reads tables, code and pictures", () => {
    const [table, code, picture] = blocks(
      "| a | b |\n|---|---|\n| `x` | y |\n\n    run\n    it\n\n![Alt](pictures/a.png)",
    );
    expect(table).toMatchObject({ kind: "table", head: [[{ text: "a" }], [{ text: "b" }]] });
    expect(table).toMatchObject({ rows: [[[{ kind: "code", text: "x" }], [{ text: "y" }]]] });
    expect(code).toEqual({ kind: "code", text: "run\nit" });
    expect(picture).toEqual({ kind: "picture", alt: "Alt", from: "pictures/a.png" });
  });

  it("leaves no mark of its own in any page of the guide", () => {
    const pages = readdirSync(GUIDE).filter((name) => name.endsWith(".md"));
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) {
      const words = JSON.stringify(blocks(readFileSync(new URL(page, GUIDE), "utf8")));
      expect(words, page).not.toMatch(/\*\*|\]\(|"text":"[^"]*(\|---|^#)/);
    }
  });
});
