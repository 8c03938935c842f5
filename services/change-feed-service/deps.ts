import { createPlatform, type Platform } from '@gymcoach/core/platform';
import { changeId } from './adapters/change-id.ts';
import { failedChanges } from './adapters/failed-changes.ts';
import { feedStore } from './adapters/feed-store.ts';
import type { FeedStore, NumberingPorts } from './domain/ports.ts';

/** Everything that a handler of this service may ask for. */
export interface Deps extends Platform {
  readonly feed: FeedStore;
}

const platform = createPlatform();

export const deps: Deps = { ...platform, feed: feedStore(platform) };

/** What the reader of the stream needs of the world; only its function is told of the queue. */
export function numberingPorts(): Omit<NumberingPorts, 'read'> {
  const queueUrl = process.env['CHANGE_FEED_QUEUE_URL'];
  if (queueUrl === undefined || queueUrl === '') throw new Error('missing in the environment: CHANGE_FEED_QUEUE_URL');
  return { feed: deps.feed, failed: failedChanges(queueUrl), identify: changeId };
}
