import type { AwsCall, SeenRequest } from './aws-call.ts';

type Call = Omit<AwsCall, 'accessKeyId'>;

const OBJECT_ACTIONS: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};

/**
 * The permissions that a path-style request needs. That an object is absent, and not forbidden, S3 tells only to those
 * who may list the bucket: a 404 needs that, too.
 */
export function callsOfS3({ method, url, headers, body, status }: SeenRequest): readonly Call[] {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [bucket = '', ...parts] = decodeURIComponent(pathname).slice(1).split('/');
  const key = parts.join('/');
  const list: Call = { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` };
  const on = (action: string, name: string): Call => ({ action, resource: `arn:aws:s3:::${bucket}/${name}` });
  if (method === 'POST' && key === '' && !searchParams.has('delete')) {
    const field = /name="key"\r\n\r\n(.*)\r\n/i.exec(body.toString('latin1'))?.[1];
    return [on(field === undefined ? 's3:unknown' : 's3:PutObject', field ?? '')];
  }
  if (method === 'GET' && key === '') return [searchParams.has('list-type') ? list : on('s3:unknown', '')];
  const action = OBJECT_ACTIONS[method];
  if (action === undefined || key === '') return [on('s3:unknown', key)];
  const source = headers['x-amz-copy-source'];
  const copied = typeof source === 'string' ? [`arn:aws:s3:::${decodeURIComponent(source).replace(/^\//, '')}`] : [];
  return [
    on(action, key),
    ...copied.map((resource) => ({ action: 's3:GetObject', resource })),
    ...(action === 's3:GetObject' && status === 404 ? [list] : []),
  ];
}
