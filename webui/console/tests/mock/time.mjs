// Moments around now, for the made-up data.

export const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
export const ahead = (seconds) => ago(-seconds);
export const dayAgo = (days) => ago(days * 86400).slice(0, 10);
