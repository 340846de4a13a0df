/** What a manager should know of the SIP trunks; nothing while all is well and no stranger has knocked. */

import { count } from "../../format";
import type { SipCard } from "../../shapes";
import { useWatched } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { plural } from "../../words";

const LOOK_EVERY_MS = 30_000;

export function Sip() {
  const { data } = useWatched<SipCard>("/api/floor/sip", LOOK_EVERY_MS);
  if (data === null) return null;
  const missing = data.processes - data.living;
  return (
    <>
      {missing > 0 && (
        <p class="warning" role="status">
          <Icon name="warning" size={15} /> {plural(missing, "SIP process", "SIP processes")} of{" "}
          {data.processes} not there; calls go to the others. It is started again by itself; its log says why.
        </p>
      )}
      {data.resting.length > 0 && (
        <p class="warning" role="status">
          <Icon name="warning" size={15} /> Out of rotation just now: {data.resting.join(", ")}. Other trunks
          are used, and it is asked again every few seconds.
        </p>
      )}
      {data.is_unrecorded && (
        <p class="warning" role="status">
          <Icon name="warning" size={15} /> In the last ten minutes a call was recorded in part or not at all.
          Calls go on; make room on the disk of the data folder, and look into the log of the SIP process.
        </p>
      )}
      {data.turned_away > 0 && (
        <p class="hint">
          <Icon name="shield" size={15} /> {count(data.turned_away)} messages of strangers to the SIP ports
          turned away since the last start.
        </p>
      )}
    </>
  );
}
