// Generated from webui/shapes by scripts/make_shapes.py; do not edit.

export * from "./shapes/figures";
export * from "./shapes/leads";
export * from "./shapes/live";
export * from "./shapes/setup";
export * from "./shapes/work";
