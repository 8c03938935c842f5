const { createHash } = require('node:crypto');

/** Where an archive lies in the deployment bucket: the CLI names the folder by the time. */
const uploadFolder = /serverless\/[^/"]+\/[^/"]+\/\d+-[^/"]+\//g;
/** The CLI names a function's version by the function's settings, the commit among them. */
const versionId = /LambdaVersion[0-9A-Za-z]{30,}/g;
/** Tells which commit was deployed, and is no reason to deploy. */
const notContent = 'GIT_COMMIT';

/**
 * The hash of what a stack would be: equal for equal templates and archives, whenever and by whomever they were packaged.
 *
 * @param {unknown} template
 * @param {ReadonlyMap<string, Uint8Array>} archives by name
 * @returns {string} 16 hexadecimal digits
 */
function contentHash(template, archives) {
  const text = JSON.stringify(template, inOrder).replace(uploadFolder, '').replace(versionId, 'LambdaVersion');
  const hash = createHash('sha256').update(text);
  for (const name of [...archives.keys()].sort()) {
    const bytes = archives.get(name);
    hash.update(`\0${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Resources are compiled side by side: the order in which they end is no content. */
function inOrder(_key, value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([name]) => name !== notContent);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

module.exports = { contentHash };
