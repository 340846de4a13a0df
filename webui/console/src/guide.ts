/** Which part of the guide explains which page. */

type Part = readonly [chapter: string, heading: string];

const FOR_MANAGERS: Record<string, Part> = {
  "/floor": ["manager", "The floor"],
  "/figures": ["manager", "Figures"],
  "/leads": ["manager", "Leads"],
  "/tasks": ["manager", "Leads"],
  "/callers": ["manager", "Callers"],
  "/imports": ["manager", "From nothing to the first call"],
  "/suppressions": ["manager", "What the law asks"],
  "/campaigns": ["manager", "A campaign's page"],
  "/sequences": ["manager", "From nothing to the first call"],
  "/templates": ["manager", "From nothing to the first call"],
  "/scripts": ["manager", "Scripts"],
  "/dispositions": ["manager", "From nothing to the first call"],
  "/users": ["manager", "From nothing to the first call"],
  "/caller-ids": ["manager", "Our own numbers"],
  "/transfer-contacts": ["manager", "Handing calls over"],
  "/screens": ["manager", "The floor"],
  "/audit": ["manager", "What the law asks"],
};

const FOR_EVERYBODY: Record<string, Part> = {
  "/session": ["agent", "While you call"],
  "/leads": ["agent", "After a call"],
  "/tasks": ["agent", "After a call"],
  "/settings": ["agent", "Keys"],
};

export const PARTS: readonly Part[] = [...Object.values(FOR_MANAGERS), ...Object.values(FOR_EVERYBODY)];

/** The address of the part for what is on the screen. */
export function helpFor(page: string, manager: boolean): string {
  const first = `/${page.split("/")[1]}`;
  const part = (manager ? FOR_MANAGERS[first] : undefined) ?? FOR_EVERYBODY[first];
  return part === undefined ? "/help" : `/help/${part[0]}#${anchor(part[1])}`;
}

/** The name by which an address finds a heading. */
export const anchor = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9]+/g, "-");
