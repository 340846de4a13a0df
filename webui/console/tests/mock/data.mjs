// What the mock server shows, for looking at the console without a real one.

export * from "./leads.mjs";
export * from "./live.mjs";
export * from "./setup.mjs";
