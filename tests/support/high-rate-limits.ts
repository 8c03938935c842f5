/** `RATE_LIMITS` for tests of something else, which send more than a person does. */
export const HIGH_RATE_LIMITS = 'read=100000/100 write=100000/100 sensitive=100000/100';
