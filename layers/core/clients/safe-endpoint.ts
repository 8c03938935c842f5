const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Where the requests of a service go. Plain http is for the stand-in on this very machine: anywhere else it would send
 * data in clear, so it is refused, as is anything that is more than scheme, host and port. Messages name the host only.
 */
export function safeEndpoint(service: string, address: string): URL {
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new Error(`The ${service} endpoint must be https, or http on loopback`);
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw new Error(`The ${service} endpoint is plain http and not on loopback: ${url.host}`);
  }
  if (url.username !== '' || url.password !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new Error(`The ${service} endpoint must be scheme, host and port only: ${url.host}`);
  }
  return url;
}
