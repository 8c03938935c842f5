const placeholder = /\{\{(token|id):([a-z]+)\}\}/g;

/**
 * Makes a committed sample event a real one: `{{token:member}}` becomes a fresh access token of that demo user and
 * `{{id:member}}` the user's id, wherever they stand. `token(user)` is asked once per user.
 *
 * @param {unknown} event
 * @param {(user: string) => string | Promise<string>} token
 * @returns {Promise<unknown>} a copy
 */
async function fillSampleEvent(event, token) {
  const text = JSON.stringify(event);
  const tokens = new Map();
  for (const [, , user] of text.matchAll(placeholder)) {
    if (!tokens.has(user)) tokens.set(user, await token(user));
  }
  return JSON.parse(
    text.replace(placeholder, (_, kind, user) => (kind === 'token' ? tokens.get(user) : subject(tokens.get(user)))),
  );
}

function subject(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).sub;
}

module.exports = { fillSampleEvent };
