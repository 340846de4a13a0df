/** A page with a list of records on one side and the chosen one's editor on the other. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLoad, useTitle } from "../../ui/hooks";
import type { IconName } from "../../ui/icon";
import { Button, Empty, Loading, Page, ProblemNote } from "../../ui/parts";

interface Named {
  id: number;
  name: string;
}

export interface PickerProps<Card extends Named> {
  title: string;
  lead: string;
  url: string;
  fresh: Card;
  empty: { icon: IconName; title: string; words: string };
  mark?: (one: Card) => ComponentChildren;
  editor: (one: Card, onSaved: (saved: Card) => void) => ComponentChildren;
}

export function Picker<Card extends Named>({
  title,
  lead,
  url,
  fresh,
  empty,
  mark,
  editor,
}: PickerProps<Card>) {
  useTitle(title);
  const list = useLoad<Card[]>(url);
  const chosen = useSignal<number | null>(null);
  const shown =
    chosen.value === fresh.id
      ? fresh
      : (list.data?.find((one) => one.id === chosen.value) ?? list.data?.[0] ?? null);
  const choose = (id: number) => {
    chosen.value = id;
  };
  return (
    <Page
      title={title}
      lead={lead}
      actions={
        <Button icon="plus" onClick={() => choose(fresh.id)}>
          New
        </Button>
      }
    >
      <ProblemNote problem={list.problem} />
      {list.data === null ? (
        <Loading />
      ) : (
        <div class="columns picker">
          <ul class="picks">
            {list.data.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  aria-current={one.id === shown?.id ? "true" : undefined}
                  onClick={() => choose(one.id)}
                >
                  {mark?.(one)} {one.name}
                </button>
              </li>
            ))}
          </ul>
          {shown === null ? (
            <Empty icon={empty.icon} title={empty.title}>
              <p>{empty.words}</p>
            </Empty>
          ) : (
            editor(shown, (saved) => {
              choose(saved.id);
              list.reload();
            })
          )}
        </div>
      )}
    </Page>
  );
}
