/** Entry of the layer: answers that are given once per idempotency key. Loaded by the first request that has one. */
export {
  type Begun,
  createIdempotency,
  type Idempotency,
  type StoredAnswer,
  type Use,
} from './idempotency/create-idempotency.ts';
