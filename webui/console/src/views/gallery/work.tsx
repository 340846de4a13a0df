/** Call-backs in every state and a script with answers, for the gallery. */

import type { CallbackCard, ScriptCard } from "../../shapes";
import { Script } from "../session/script";
import { Callback } from "../work/callbacks";

const CARD: CallbackCard = {
  enrollment_id: 1,
  lead_id: 1,
  lead_name: "Ann & John Smith",
  address: "12 Sample St, Springfield, IL",
  phone_id: 1,
  number: "(217) 555-0123",
  zone: "America/Chicago",
  due_at: "2026-03-12T22:30:00Z",
  overdue: false,
  agent: "Ana Agent",
  campaign_id: 1,
  campaign: "Fresh expireds",
  on_line: false,
  stop: "",
  not_before: null,
};

const CALLBACKS: readonly CallbackCard[] = [
  CARD,
  { ...CARD, enrollment_id: 2, overdue: true },
  { ...CARD, enrollment_id: 3, on_line: true },
  { ...CARD, enrollment_id: 4, stop: "It is too early there.", not_before: "2026-03-12T14:00:00Z" },
];

const SCRIPT: ScriptCard = {
  id: 1,
  name: "First conversation",
  body: {
    steps: [
      {
        title: "Opening",
        text: "Hello {first_name|there}, is the house still for sale?",
        answers: [
          { says: "Yes", to: "Appointment" },
          { says: "We changed our mind", to: "Stay in touch" },
        ],
      },
      { title: "Appointment", text: "When may I come by?" },
      { title: "Stay in touch", text: "May I send you what sells in your street?" },
    ],
    objections: [{ title: "We have an agent", text: "Then I wish you a quick sale." }],
  },
};

export function CallbackRows() {
  return (
    <ul class="tasks">
      {CALLBACKS.map((card) => (
        <Callback key={card.enrollment_id} card={card} busy={false} onSettle={() => undefined} />
      ))}
    </ul>
  );
}

export const ScriptWithAnswers = () => <Script script={SCRIPT} lead={null} />;
