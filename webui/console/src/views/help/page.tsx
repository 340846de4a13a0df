/** The guide inside the console: the page for whoever reads it first, the others beside it. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { isManager } from "../../app";
import { anchor } from "../../guide";
import { useTitle } from "../../ui/hooks";
import { Empty, Loading } from "../../ui/parts";
import { type Block, blocks, type Piece } from "./markdown";

const PAGES = [
  ["agent", "An agent’s first day"],
  ["manager", "A manager’s first day"],
  ["operator", "An operator’s first day"],
  ["statistics", "Statistics"],
] as const;

export function HelpPage({ id }: { id: string }) {
  useTitle("Help");
  const name = id || (isManager() ? "manager" : "agent");
  const text = useSignal<string | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    let wanted = true;
    text.value = null;
    failed.value = false;
    void fetch(`/guide/${name}.md`)
      .then(async (answer) => {
        const told = await answer.text();
        if (!wanted) return;
        if (answer.ok && answer.headers.get("Content-Type")?.startsWith("text/markdown")) text.value = told;
        else failed.value = true;
      })
      .catch(() => {
        if (wanted) failed.value = true;
      });
    return () => {
      wanted = false;
    };
  }, [name, text, failed]);
  const came = text.value !== null;
  useEffect(() => {
    if (!came || !location.hash) return;
    const place = document.getElementById(location.hash.slice(1));
    place?.scrollIntoView();
    place?.focus({ preventScroll: true });
  }, [came, name]);
  return (
    <div class="setup">
      <nav class="subjects" aria-label="Guide">
        {PAGES.map(([page, title]) => (
          <a key={page} href={`/help/${page}`} aria-current={page === name ? "page" : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <main class="page guide" id="main">
        {failed.value ? (
          <Empty icon="search" title="This page of the guide did not load">
            <p>The server may be away, or the address is old.</p>
          </Empty>
        ) : text.value === null ? (
          <Loading rows={8} />
        ) : (
          blocks(text.value).map((one, index) => <Drawn key={index} block={one} />)
        )}
      </main>
    </div>
  );
}

function Drawn({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading":
      return block.level === 1 ? (
        <h1>
          <Words pieces={block.pieces} />
        </h1>
      ) : (
        <h2 id={anchor(block.pieces.map((piece) => piece.text).join(""))} tabIndex={-1}>
          <Words pieces={block.pieces} />
        </h2>
      );
    case "paragraph":
      return (
        <p>
          <Words pieces={block.pieces} />
        </p>
      );
    case "list": {
      const items = block.items.map((item, index) => (
        <li key={index}>
          <Words pieces={item} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "picture":
      return <Picture from={block.from} alt={block.alt} />;
    case "code":
      // biome-ignore lint/a11y/noNoninteractiveTabindex: narrow screens scroll it, with the keyboard too.
      return <pre tabIndex={0}>{block.text}</pre>;
    case "table":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: narrow screens scroll it, with the keyboard too.
        <div class="scroll" tabIndex={0}>
          <table class="grid">
            <thead>
              <tr>
                {block.head.map((cell, index) => (
                  <th key={index} scope="col">
                    <Words pieces={cell} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, place) => (
                    <td key={place}>
                      <Words pieces={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}

function Words({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map((piece, index) => (
        <Word key={index} piece={piece} />
      ))}
    </>
  );
}

function Word({ piece }: { piece: Piece }) {
  switch (piece.kind) {
    case "text":
      return <>{piece.text}</>;
    case "strong":
      return <b>{piece.text}</b>;
    case "code":
      return <code>{piece.text}</code>;
    case "link":
      return <a href={`/help/${piece.to.replace(/\.md$/, "")}`}>{piece.text}</a>;
  }
}

/** With its size, so that a heading that was gone to stays where it is while pictures above it come. A picture of a
 * phone says so by its name. */
function Picture({ from, alt }: { from: string; alt: string }) {
  const [width, height] = from.endsWith("-phone.png") ? [390, 844] : [1440, 900];
  return <img src={`/guide/${from}`} alt={alt} width={width} height={height} loading="lazy" />;
}
