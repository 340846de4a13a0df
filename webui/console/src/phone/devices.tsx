/** Which microphone and which loudspeaker: one choice for the check before a session and for the session. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Field } from "../ui/parts";
import { chooseDevices, phone } from "./here";

interface Plugged {
  id: string;
  name: string;
}

/** Browsers name devices only once the microphone was allowed; `allowed` tells when to look again. */
export function DeviceChoice({ allowed }: { allowed: boolean }) {
  const inputs = useSignal<readonly Plugged[]>([]);
  const outputs = useSignal<readonly Plugged[]>([]);
  useEffect(() => {
    const look = async () => {
      const there = await navigator.mediaDevices.enumerateDevices();
      inputs.value = named(there, "audioinput");
      outputs.value = named(there, "audiooutput");
    };
    void look();
    navigator.mediaDevices.addEventListener("devicechange", look);
    return () => navigator.mediaDevices.removeEventListener("devicechange", look);
  }, [allowed, inputs, outputs]);
  const chosen = phone.devices.value;
  return (
    <div class="row devices">
      <Choice
        label="Microphone"
        options={inputs.value}
        value={chosen.input}
        onChoose={(input) => chooseDevices({ ...phone.devices.value, input })}
      />
      <Choice
        label="Loudspeaker"
        options={outputs.value}
        value={chosen.output}
        onChoose={(output) => chooseDevices({ ...phone.devices.value, output })}
      />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  options: readonly Plugged[];
  value: string;
  onChoose: (id: string) => void;
}

function Choice({ label, options, value, onChoose }: ChoiceProps) {
  const there = options.some((option) => option.id === value);
  return (
    <Field label={label}>
      <select value={there ? value : ""} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">System’s choice</option>
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Without the browser's own doubles, which stand for whatever the system has chosen. */
function named(there: readonly MediaDeviceInfo[], kind: MediaDeviceKind): Plugged[] {
  return there
    .filter((device) => device.kind === kind && !["", "default", "communications"].includes(device.deviceId))
    .map((device, index) => ({ id: device.deviceId, name: device.label || `Device ${index + 1}` }));
}
