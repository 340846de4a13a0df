/** What is wrong with the link, the line or the tab, what still works, and what to do. Empty while all is well. */

import { live, outbox } from "../../app";
import type { SessionCard } from "../../shapes";
import { useAction } from "../../ui/hooks";
import { Button } from "../../ui/parts";
import { Strip } from "../../ui/strip";
import type { Desk } from "./desk";
import { ELSEWHERE, lineDown, linkDown, networkDown, notTaken } from "./troubles";

export function Banner({ desk, session }: { desk: Desk; session: SessionCard }) {
  const lost = session.leg_state === "down" && session.state !== "ended";
  const renail = () => void desk.send("renail");
  useAction("renail", lost && !desk.elsewhere.value ? renail : null);
  if (desk.elsewhere.value) {
    return (
      <Strip {...ELSEWHERE}>
        <Button small look="main" onClick={() => void desk.send("take_over")}>
          Take it over here
        </Button>
      </Strip>
    );
  }
  if (live().state.value === "offline") return <Strip {...linkDown(session)} />;
  const stuck = outbox.stuck.value;
  if (stuck !== null) return <Strip {...notTaken(stuck.title, session)} />;
  if (lost) {
    return (
      <Strip {...lineDown(session.leg_problem)}>
        <Button small look="main" icon="redial" action="renail" onClick={renail}>
          Connect my line again
        </Button>
      </Strip>
    );
  }
  const network = networkDown(session);
  return network && <Strip {...network} />;
}
