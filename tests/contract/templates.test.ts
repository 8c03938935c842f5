import { accessRules } from './templates/access-rules.ts';
import { alarmRules } from './templates/alarm-rules.ts';
import { costRules } from './templates/cost-rules.ts';
import { functionRules } from './templates/function-rules.ts';
import { iamRules } from './templates/iam-rules.ts';
import { packageAll, removeAll } from './templates/packaged-templates.ts';
import { rehearsalRules } from './templates/rehearsal-rules.ts';
import { releaseRules } from './templates/release-rules.ts';
import { ruleSet } from './templates/rule-set.ts';
import { scalingRules } from './templates/scaling-rules.ts';
import { storageRules } from './templates/storage-rules.ts';
import { streamRules } from './templates/stream-rules.ts';

beforeAll(packageAll, 300_000);
afterAll(removeAll);

storageRules();
functionRules();
accessRules();
streamRules();
iamRules();
alarmRules();
releaseRules();
scalingRules();
costRules();
rehearsalRules();
ruleSet();
