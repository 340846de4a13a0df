/** The words of an e-mail that somebody sends with a program of their own. */

import { useSignal } from "@preact/signals";
import type { EmailWords } from "../../shapes";
import { say } from "../../ui/announce";
import { useLoad } from "../../ui/hooks";
import { Button, Loading, ProblemNote } from "../../ui/parts";

export function Email({ touchId }: { touchId: number }) {
  const words = useLoad<EmailWords>(`/api/touches/${touchId}/email`);
  const copied = useSignal<"" | "Copied" | "Mark the words and copy them by hand">("");
  const found = words.data;
  if (found === null) return words.problem === null ? <Loading /> : <ProblemNote problem={words.problem} />;
  if (found.why) return <p class="muted">{found.why}</p>;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${found.subject}\n\n${found.body}`);
      copied.value = "Copied";
    } catch {
      // Browsers refuse it on pages that do not come by HTTPS.
      copied.value = "Mark the words and copy them by hand";
    }
    say(copied.value);
  };
  return (
    <div class="emailwords">
      <p class="muted">To {found.to}</p>
      <p>
        <b>{found.subject || "No subject"}</b>
      </p>
      <p class="body">{found.body}</p>
      <p class="do">
        <a class="button small" href={mailto(found)}>
          Write in my e-mail program
        </a>
        <Button small icon="note" onClick={() => void copy()}>
          Copy
        </Button>
        <span class="muted">{copied}</span>
      </p>
    </div>
  );
}

/** RFC 6068: every part percent-encoded, lines ended by CR LF. */
export function mailto({ to, subject, body }: EmailWords): string {
  const lines = body.replace(/\r?\n/g, "\r\n");
  return `mailto:${encodeURIComponent(to)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(lines)}`;
}
