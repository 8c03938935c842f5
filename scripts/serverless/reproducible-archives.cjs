const fs = require('node:fs');
const path = require('node:path');
const { unzipSync, zipSync } = require('fflate');

/** The first day that an archive can tell, for every file. */
const mtime = new Date(1980, 0, 1);
const unix = 3;
/** `-rw-r--r--`: Lambda's own user has to read what another has packed. */
const mode = 0o100644;

/**
 * Packs every archive of the stack once more, by the names and the content of its files alone. The bundler's archives have the
 * file modes of whoever built them (with a umask of 077 a function cannot even be read in Lambda), and both are compressed by the
 * zlib of the running Node, which differs between releases and processors.
 */
module.exports = class ReproducibleArchives {
  constructor(serverless) {
    this.hooks = {
      'before:package:compileLayers': () => {
        const folder = path.join(serverless.serviceDir, '.serverless');
        const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
        for (const name of names.filter((file) => file.endsWith('.zip'))) {
          const file = path.join(folder, name);
          fs.writeFileSync(file, repack(fs.readFileSync(file)));
        }
      },
    };
  }
};

module.exports.repack = repack;

/**
 * @param {Uint8Array} archive
 * @returns {Uint8Array} the same files in the order of their names, of one time and mode, compressed by one implementation
 */
function repack(archive) {
  const files = Object.entries(unzipSync(archive)).filter(([name]) => !name.endsWith('/'));
  files.sort(([one], [other]) => (one < other ? -1 : 1));
  const packed = files.map(([name, content]) => [name, [content, { os: unix, attrs: mode * 0x10000 }]]);
  return zipSync(Object.fromEntries(packed), { level: 9, mtime });
}
