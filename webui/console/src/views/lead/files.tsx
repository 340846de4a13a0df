/** Files that came with a text: pictures as they are, everything else to be saved. */

import { useSignal } from "@preact/signals";
import { fileSize } from "../../format";
import type { AttachmentCard } from "../../shapes";
import { Icon } from "../../ui/icon";

const GONE: Record<string, string> = {
  ready: "is being fetched",
  refused: "was not kept: its kind or size is not one that texts bring",
  lost: "could not be fetched from the carrier",
  deleted: "was deleted, its time was over",
};

const KINDS: Record<AttachmentCard["group"], string> = {
  picture: "Picture",
  video: "Video",
  sound: "Sound",
  file: "File",
};

export function Files({ files, from }: { files: readonly AttachmentCard[]; from: string }) {
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id}>
          <One file={file} from={from} />
        </li>
      ))}
    </ul>
  );
}

function One({ file, from }: { file: AttachmentCard; from: string }) {
  const unreadable = useSignal(false);
  const gone = GONE[file.state];
  if (gone !== undefined) {
    return (
      <span class="muted">
        {KINDS[file.group]} {gone}.
      </span>
    );
  }
  const src = `/api/attachments/${file.id}`;
  if (file.group === "picture" && !unreadable.value) {
    return (
      <a href={src} target="_blank" rel="noopener noreferrer" title="Open the whole picture">
        <img
          src={src}
          alt={`From ${from}, ${file.name}`}
          loading="lazy"
          decoding="async"
          onError={() => {
            unreadable.value = true;
          }}
        />
      </a>
    );
  }
  return (
    <a class="file" href={src} download={file.name}>
      <Icon name="import" size={15} /> Save {file.name}, {fileSize(file.bytes)}
    </a>
  );
}
