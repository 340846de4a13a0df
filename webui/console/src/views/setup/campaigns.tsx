import { useSignal } from "@preact/signals";
import { post } from "../../api";
import { go } from "../../router";
import type { CampaignPage } from "../../shapes";
import { Counted, leadsOf } from "../../ui/counted";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Badge, Button, CsvLink, Empty, Head, Loading, Page, ProblemNote } from "../../ui/parts";
import { plain } from "../../words";

export function CampaignsView() {
  useTitle("Campaigns");
  const list = useLoad<CampaignPage[]>("/api/campaigns");
  return (
    <Page
      title="Campaigns"
      lead="Which leads are called, how fast, by which rules, and what follows when nobody answers."
      actions={(list.data?.length ?? 0) > 0 && <CsvLink to="/api/campaigns.csv" />}
    >
      <NewCampaign />
      <ProblemNote problem={list.problem} />
      {list.data === null ? (
        list.loading && <Loading />
      ) : list.data.length === 0 ? (
        <Empty icon="setup" title="No campaign yet">
          <p>Name one above. It starts with sound rules; you change what you need.</p>
        </Empty>
      ) : (
        <div class="scroll card flush">
          <table class="grid cards">
            <caption class="unseen">Campaigns</caption>
            <thead>
              <tr>
                <th scope="col">Campaign</th>
                <th scope="col">State</th>
                <Head name="Ready" word="ready" />
                <Head name="Waiting" word="waiting" />
                <Head name="Held" word="held" />
                <Head name="Finished" word="finished" />
                <Head name="Lines" meaning="Lines at a time for each agent, as the campaign is set." />
              </tr>
            </thead>
            <tbody>
              {list.data.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <a href={`/campaigns/${one.id}`}>{one.name}</a>
                  </th>
                  <td class="aside">
                    <Badge
                      tone={one.status === "running" ? "live" : "hold"}
                      icon={one.status === "running" ? "play" : "pause"}
                    >
                      {plain(one.status)}
                    </Badge>
                  </td>
                  <td class="figure" data-name="Ready">
                    <Counted n={one.counts["ready"] ?? 0} to={leadsOf(one.id, { stage: "ready" })} />
                  </td>
                  <td class="figure" data-name="Waiting">
                    <Counted n={one.counts["waiting"] ?? 0} to={leadsOf(one.id, { stage: "waiting" })} />
                  </td>
                  <td class="figure" data-name="Held">
                    <Counted n={one.counts["held"] ?? 0} to={leadsOf(one.id, { stage: "held" })} />
                  </td>
                  <td class="figure" data-name="Finished">
                    <Counted n={one.counts["stopped"] ?? 0} to={leadsOf(one.id, { stage: "stopped" })} />
                  </td>
                  <td class="figure" data-name="Lines">
                    {String(one.settings["lines_per_agent"] ?? "")}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  );
}

function NewCampaign() {
  const name = useSignal("");
  const saving = useSaving();
  return (
    <form
      class="inline"
      onSubmit={(event) => {
        event.preventDefault();
        void saving.run(post<CampaignPage>("/api/campaigns", { name: name.value }), (made) =>
          go(`/campaigns/${made.id}`),
        );
      }}
    >
      <input
        aria-label="Name of the new campaign"
        placeholder="Name of a new campaign"
        value={name.value}
        onInput={(event) => {
          name.value = event.currentTarget.value;
        }}
      />
      <Button type="submit" look="main" icon="plus" disabled={saving.busy || name.value.trim() === ""}>
        Make campaign
      </Button>
      <ProblemNote problem={saving.problem} />
    </form>
  );
}
