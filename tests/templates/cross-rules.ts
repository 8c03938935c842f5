import type { CrossRule } from './cross-rule.ts';
import { declaredRoute } from './cross-rules/declared-route.ts';
import { explicitLogs } from './cross-rules/explicit-logs.ts';
import { failuresAreKept } from './cross-rules/failures-are-kept.ts';
import { gatewayOutlasts } from './cross-rules/gateway-outlasts.ts';
import { bucketHasPolicy, queueHasPolicy, topicHasPolicy } from './cross-rules/has-policy.ts';
import { ownRole } from './cross-rules/own-role.ts';

/** Every rule that looks at more than one resource. */
export const CROSS_RULES: readonly CrossRule[] = [
  ownRole,
  failuresAreKept,
  gatewayOutlasts,
  explicitLogs,
  declaredRoute,
  bucketHasPolicy,
  queueHasPolicy,
  topicHasPolicy,
];
