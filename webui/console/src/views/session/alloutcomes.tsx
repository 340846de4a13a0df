/** Every outcome with what it does: on a phone the bar has room for a few of them at a time. */

import type { DispositionCard } from "../../shapes";
import { Dialog } from "../../ui/dialog";

interface AllProps {
  cards: readonly DispositionCard[];
  armed: string;
  onChoose: (card: DispositionCard) => void;
  onClose: () => void;
}

export function AllOutcomes({ cards, armed, onChoose, onClose }: AllProps) {
  return (
    <Dialog title="All outcomes" look="sheet" onClose={onClose}>
      <div class="alloutcomes">
        {cards.map((card) => (
          <button
            key={card.name}
            type="button"
            class={`choice${armed === card.name ? " armed" : ""}`}
            aria-pressed={armed === card.name}
            onClick={() => {
              onClose();
              onChoose(card);
            }}
          >
            <span>{card.label}</span>
            <span class="muted">{card.consequence}</span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}
