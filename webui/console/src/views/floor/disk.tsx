/** Whether the disk of the data folder has room; nothing while it has. */

import { count } from "../../format";
import type { DiskCard } from "../../shapes";
import { useWatched } from "../../ui/hooks";
import { Icon } from "../../ui/icon";

const LOOK_EVERY_MS = 30_000;

export function Disk() {
  const { data } = useWatched<DiskCard>("/api/floor/disk", LOOK_EVERY_MS);
  if (data === null || !data.is_short) return null;
  return (
    <p class="warning" role="status">
      <Icon name="warning" size={15} /> The disk of the data folder has {count(data.free_mb)} MB left. When it
      is full no call goes out and nothing can be stored, while calls under way go on: make room.
    </p>
  );
}
