/** Who may in, and as what. */

import { useSignal } from "@preact/signals";
import { del, patch, post } from "../../api";
import { me } from "../../app";
import { tick } from "../../clock";
import { around } from "../../format";
import type { DeskPhoneAccount, UserCard } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Badge, Button, Field, Loading, Page, ProblemNote } from "../../ui/parts";
import { plain } from "../../words";

const ROLES = ["agent", "manager", "owner"] as const;

export function UsersView() {
  useTitle("People");
  const list = useLoad<UserCard[]>("/api/users");
  const saving = useSaving();
  const change = (id: number, changed: Record<string, unknown>) =>
    void saving.run(patch(`/api/users/${id}`, changed), list.reload);
  const told = useSignal<FirstPassword | null>(null);
  const reset = (id: number) =>
    void saving.run(post<FirstPassword>(`/api/users/${id}/password`), (made) => {
      told.value = made;
    });
  const phone = useSignal<(DeskPhoneAccount & { of: string }) | null>(null);
  const givePhone = (user: UserCard) =>
    void saving.run(post<DeskPhoneAccount>(`/api/users/${user.id}/desk-phone`), (made) => {
      phone.value = { ...made, of: user.name };
      list.reload();
    });
  const takePhone = (user: UserCard) =>
    void saving.run(del(`/api/users/${user.id}/desk-phone`), () => {
      phone.value = null;
      list.reload();
    });
  const hasPhones = me.value?.carrier === "sip";
  return (
    <Page
      title="People"
      lead="Agents call and see their own leads; managers set up and watch the floor; owners may also remove suppressions and make owners."
    >
      <ProblemNote problem={list.problem ?? saving.problem} />
      {told.value && <Told made={told.value} />}
      {phone.value && <PhoneTold made={phone.value} />}
      <div class="columns uneven">
        {list.data === null ? (
          <Loading />
        ) : (
          <div class="scroll card flush">
            <table class="grid cards">
              <caption class="unseen">People</caption>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Role</th>
                  <th scope="col">Last seen</th>
                  {hasPhones && <th scope="col">Desk phone</th>}
                  <th scope="col">
                    <span class="unseen">Act</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.data.map((user) => (
                  <tr key={user.id}>
                    <th scope="row">
                      {user.name}
                      <span class="muted">{user.email}</span>
                    </th>
                    <td class="aside">
                      <select
                        aria-label={`Role of ${user.name}`}
                        value={user.role}
                        disabled={user.id === me.value?.id}
                        onChange={(event) => change(user.id, { role: event.currentTarget.value })}
                      >
                        {ROLES.map((role) => (
                          <option key={role} value={role}>
                            {plain(role)}
                          </option>
                        ))}
                      </select>
                    </td>
                    <td data-name="Last seen">
                      {user.active ? (
                        around(user.last_seen_at, tick.value)
                      ) : (
                        <Badge tone="idle">Locked out</Badge>
                      )}
                    </td>
                    {hasPhones && (
                      <td data-name="Desk phone">
                        <PhoneState user={user} onGive={givePhone} onTake={takePhone} />
                      </td>
                    )}
                    <td>
                      {user.id !== me.value?.id && (
                        <span class="do">
                          <Button small onClick={() => reset(user.id)}>
                            New password
                          </Button>
                          <Button small onClick={() => change(user.id, { active: !user.active })}>
                            {user.active ? "Lock out" : "Let in"}
                          </Button>
                        </span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <NewUser onMade={list.reload} />
      </div>
    </Page>
  );
}

type FirstPassword = UserCard & { password: string };

/** The server keeps only a digest of it: what is not written down now is gone. */
function Told({ made }: { made: FirstPassword }) {
  return (
    <p class="warning" role="status">
      <span>
        First password of {made.name}, shown this once: <b class="secret">{made.password}</b>
      </span>
    </p>
  );
}

const PHONES = {
  none: { word: "None", tone: "idle" },
  away: { word: "Not registered", tone: "wait" },
  registered: { word: "Registered", tone: "live" },
} as const;

function PhoneState({
  user,
  onGive,
  onTake,
}: {
  user: UserCard;
  onGive: (user: UserCard) => void;
  onTake: (user: UserCard) => void;
}) {
  const { word, tone } = PHONES[user.desk_phone];
  const has = user.desk_phone !== "none";
  return (
    <span class="do">
      <Badge tone={tone}>{word}</Badge>
      <Button small onClick={() => onGive(user)}>
        {has ? "New phone password" : "Set up a phone"}
      </Button>
      {has && (
        <Button small onClick={() => onTake(user)}>
          Remove phone
        </Button>
      )}
    </span>
  );
}

/** A softphone or desk phone asks for exactly these three. */
function PhoneTold({ made }: { made: DeskPhoneAccount & { of: string } }) {
  return (
    <p class="warning" role="status">
      <span>
        The phone of {made.of}, shown this once: server <b class="secret">{made.server}</b> over UDP, user{" "}
        <b class="secret">{made.username}</b>, password <b class="secret">{made.password}</b>
      </span>
    </p>
  );
}

function NewUser({ onMade }: { onMade: () => void }) {
  const draft = useSignal({ name: "", email: "", role: "agent" });
  const told = useSignal<FirstPassword | null>(null);
  const saving = useSaving();
  const set = (changed: Partial<typeof draft.value>) => {
    draft.value = { ...draft.value, ...changed };
  };
  const make = () =>
    void saving.run(post<FirstPassword>("/api/users", draft.value), (made) => {
      told.value = made;
      draft.value = { name: "", email: "", role: "agent" };
      onMade();
    });
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        make();
      }}
    >
      <h2>Add somebody</h2>
      <Field label="Name" wide>
        <input
          required
          autocomplete="off"
          value={draft.value.name}
          onInput={(event) => set({ name: event.currentTarget.value })}
        />
      </Field>
      <Field label="E-mail address" wide>
        <input
          type="email"
          required
          autocomplete="off"
          value={draft.value.email}
          onInput={(event) => set({ email: event.currentTarget.value })}
        />
      </Field>
      <Field label="Role" wide>
        <select value={draft.value.role} onChange={(event) => set({ role: event.currentTarget.value })}>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {plain(role)}
            </option>
          ))}
        </select>
      </Field>
      <ProblemNote problem={saving.problem} />
      {told.value && <Told made={told.value} />}
      <Button type="submit" look="main" icon="plus" disabled={saving.busy}>
        Add
      </Button>
    </form>
  );
}
