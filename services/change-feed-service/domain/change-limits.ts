/** Field names that one change lists. */
export const MAX_NAMES = 100;
/** How long one of them may be: a name is for looking up, not for carrying data. */
export const MAX_NAME_LENGTH = 64;
/** Ids that are taken over from a row. */
export const MAX_ID_LENGTH = 256;
