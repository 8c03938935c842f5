/** A profile is one per person; this is its id in the `ETag`. */
export const PROFILE_ID = 'profile';
