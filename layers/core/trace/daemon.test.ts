import { daemonAddress } from './daemon.ts';

test.each([
  ['169.254.100.1:2000', { host: '169.254.100.1', port: 2000 }],
  ['tcp:127.0.0.1:2000 udp:127.0.0.2:2001', { host: '127.0.0.2', port: 2001 }],
  ['udp:127.0.0.2:2001 tcp:127.0.0.1:2000', { host: '127.0.0.2', port: 2001 }],
  ['xray-daemon:2000', undefined],
  ['127.0.0.1', undefined],
  ['127.0.0.1:0', undefined],
  ['127.0.0.1:65536', undefined],
  ['tcp:127.0.0.1:2000', undefined],
  ['', undefined],
  [undefined, undefined],
])('the daemon of %j', (text, address) => {
  expect(daemonAddress(text)).toEqual(address);
});
