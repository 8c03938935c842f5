// Preloaded into a function in a run that is not measured: on SIGTERM it lists the CommonJS files that were loaded.
const { writeSync } = require('node:fs');

process.on('SIGTERM', () => {
  writeSync(1, `\nloaded ${JSON.stringify(Object.keys(require.cache))}\n`);
  process.kill(process.pid, 'SIGKILL'); // exit() would wait for the runtime client's thread, which waits for work
});
