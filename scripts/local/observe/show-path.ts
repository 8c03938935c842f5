const MAX_PATH = 200;
/** What people and clients put into paths by mistake, and nobody should read over a shoulder. */
const HIDDEN = /[\w.+-]+@[\w-]+(?:\.\w+)*|\beyJ[\w.-]{8,}|\bBearer\s\S+|\+\d[\d ]{7,}\d|[\w+=-]{65,}/g;

/** A decoded path as the page may show it: without query, e-mail addresses, telephone numbers and anything like a token. */
export const showPath = (path: string): string => {
  const shown = path.split('?')[0]?.replaceAll(HIDDEN, '…') ?? '';
  return shown.length > MAX_PATH ? `${shown.slice(0, MAX_PATH)}…` : shown;
};
