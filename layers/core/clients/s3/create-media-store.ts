import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { AppError } from '../../errors.ts';
import { span } from '../../trace.ts';
import { endWithRequest } from '../end-with-request.ts';
import { isAbsent, orUnavailable } from './translate-failure.ts';

export interface MediaStoreOptions {
  readonly bucket: string;
  readonly client: S3Client;
  /** What the bucket encrypts with; told by every upload, so that a policy on the bucket can insist. @default 'AES256' */
  readonly encryption?: 'AES256' | 'aws:kms';
}

export interface UploadGrant {
  /** Made by the server, never by the client. */
  readonly key: string;
  readonly contentType: string;
  readonly maxBytes: number;
  /** At most 300. */
  readonly expiresSeconds: number;
}

/** A form that S3 takes from a browser or an app: all `fields` first, then the file as `file`. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
}

export interface MediaStore {
  /**
   * Lets the holder upload one object: this key, this content type, 1 to `maxBytes` bytes, encrypted. A presigned PUT
   * could not bound the length. The stored bytes are still whatever was sent: look at them before use.
   */
  presignPost(grant: UploadGrant): Promise<UploadForm>;
  /** A URL that reads the object for `seconds`, under the headers given. It works while our credentials do. */
  presignGet(key: string, seconds: number, headers?: DownloadHeaders): Promise<string>;
  /** The object, or `undefined` when absent. @throws AppError `limit.size` when it is longer than `maxBytes` */
  getObject(key: string, limits: { readonly maxBytes: number }): Promise<StoredObject | undefined>;
  putObject(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** Also succeeds when there is no such object. */
  deleteObject(key: string): Promise<void>;
}

export interface DownloadHeaders {
  readonly contentDisposition?: string;
  readonly responseContentType?: string;
}

const MAX_GRANT_SECONDS = 300;

/**
 * The objects of one bucket. Each method that calls S3 throws AppError `dependency.unavailable` when S3 cannot be had, and
 * ends with the request (`withRequestScope`), also inside the bytes of an object.
 *
 * @example const store = createMediaStore({ bucket, client: s3Client() });
 */
export function createMediaStore({ bucket: Bucket, client, encryption = 'AES256' }: MediaStoreOptions): MediaStore {
  return {
    presignPost({ key, contentType, maxBytes, expiresSeconds }) {
      // S3 replaces this by the name of the file that is sent, and the key is no longer the one granted.
      if (key.includes('$' + '{filename}'))
        throw new Error('The key of an upload may not contain a file name variable');
      if (!(expiresSeconds > 0 && expiresSeconds <= MAX_GRANT_SECONDS)) {
        throw new RangeError(`An upload is granted for 1 to ${MAX_GRANT_SECONDS} seconds`);
      }
      return createPresignedPost(client, {
        Bucket,
        Key: key,
        Expires: expiresSeconds,
        // The SDK adds bucket, key and every field as an exact condition.
        Fields: { 'Content-Type': contentType, 'x-amz-server-side-encryption': encryption },
        Conditions: [['content-length-range', 1, maxBytes]],
      });
    },

    presignGet(key, seconds, { contentDisposition, responseContentType } = {}) {
      const command = new GetObjectCommand({
        Bucket,
        Key: key,
        ResponseContentDisposition: contentDisposition,
        ResponseContentType: responseContentType,
      });
      return getSignedUrl(client, command, { expiresIn: seconds });
    },

    getObject(key, { maxBytes }) {
      return span('S3 GetObject', async () => {
        try {
          const output = await client.send(new GetObjectCommand({ Bucket, Key: key }), endWithRequest());
          return { bytes: await read(output, maxBytes), contentType: output.ContentType };
        } catch (error) {
          if (isAbsent(error)) return undefined;
          throw orUnavailable(error);
        }
      });
    },

    async putObject(key, bytes, contentType) {
      const command = new PutObjectCommand({
        Bucket,
        Key: key,
        Body: bytes,
        ContentType: contentType,
        ServerSideEncryption: encryption,
      });
      await span('S3 PutObject', async () => client.send(command, endWithRequest()).catch(rethrow));
    },

    async deleteObject(key) {
      const command = new DeleteObjectCommand({ Bucket, Key: key });
      await span('S3 DeleteObject', async () => client.send(command, endWithRequest()).catch(rethrow));
    },
  };
}

function rethrow(error: unknown): never {
  throw orUnavailable(error);
}

/** Counts what arrives as well as what was announced: the length header is a promise, not a limit. */
async function read({ Body, ContentLength = 0 }: GetObjectCommandOutput, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (ContentLength > maxBytes) {
    // A Readable on Node; without this the rest of the object would hold the socket.
    if (Body !== undefined && 'destroy' in Body) Body.destroy();
    throw tooLarge();
  }
  // On Node the body is a Readable of bytes, whatever else the type allows for browsers.
  for await (const chunk of (Body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(); // leaving the loop destroys the stream
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

const tooLarge = (): AppError => new AppError('too-large', 'limit.size', 'The stored object is larger than allowed.');
