/** The office's numbers to which agents hand people over. */

import { useSignal } from "@preact/signals";
import { del, post } from "../../api";
import type { TransferContact } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Button, Empty, Field, Loading, Page, ProblemNote } from "../../ui/parts";

export function ContactsView() {
  useTitle("Hand-over numbers");
  const list = useLoad<TransferContact[]>("/api/transfer-contacts");
  const saving = useSaving();
  return (
    <Page
      title="Hand-over numbers"
      lead="People outside a session to whom agents hand a call over: listing agents, a lender, the front desk. They see one of your own numbers."
    >
      <NewContact
        busy={saving.busy}
        add={(sent, done) =>
          void saving.run(post("/api/transfer-contacts", sent), () => {
            done();
            list.reload();
          })
        }
      />
      <ProblemNote problem={list.problem ?? saving.problem} />
      {list.data === null ? (
        list.loading && <Loading />
      ) : list.data.length === 0 ? (
        <Empty icon="phone" title="No number saved yet">
          <p>Agents can hand over to colleagues in the same campaign, and to any number they type.</p>
        </Empty>
      ) : (
        <ul class="contacts">
          {list.data.map((one) => (
            <li key={one.id}>
              <b>{one.name}</b>
              <span class="muted">{one.about}</span>
              <span>{one.number}</span>
              <Button
                small
                look="quiet"
                icon="cross"
                label={`Remove ${one.name}`}
                disabled={saving.busy}
                onClick={() => void saving.run(del(`/api/transfer-contacts/${one.id}`), list.reload)}
              />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

interface Sent {
  name: string;
  about: string;
  number: string;
}

function NewContact({ busy, add }: { busy: boolean; add: (sent: Sent, done: () => void) => void }) {
  const fields = { name: useSignal(""), about: useSignal(""), number: useSignal("") };
  const places = [
    ["name", "Name", undefined, true],
    ["about", "What they do", "For example: listing agent", false],
    ["number", "Number", "With area code", true],
  ] as const;
  const submit = () => {
    const sent = { name: fields.name.value, about: fields.about.value, number: fields.number.value };
    add(sent, () => {
      for (const field of Object.values(fields)) field.value = "";
    });
  };
  return (
    <form
      class="newcontact"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {places.map(([field, label, hint, required]) => (
        <Field key={field} label={label} hint={hint}>
          <input
            type="text"
            inputMode={field === "number" ? "tel" : "text"}
            required={required}
            value={fields[field].value}
            onInput={(event) => {
              fields[field].value = event.currentTarget.value;
            }}
          />
        </Field>
      ))}
      <Button type="submit" look="main" icon="plus" disabled={busy}>
        Save number
      </Button>
    </form>
  );
}
