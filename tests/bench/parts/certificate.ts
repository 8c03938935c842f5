import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** A certificate for `localhost` that signs itself, RSA with 2048 bits as DynamoDB's own, good for two days. */
export function makeCertificate(folder: string): Certificate {
  const certificateFile = join(folder, 'certificate.pem');
  const keyFile = join(folder, 'key.pem');
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=DNS:localhost'];
  try {
    execFileSync('openssl', [...request, ...names, '-keyout', keyFile, '-out', certificateFile], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 20_000,
    });
  } catch (error) {
    throw new Error('openssl could not make a certificate for the TLS endpoint', { cause: error });
  }
  return { certificateFile, keyFile };
}
