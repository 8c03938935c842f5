import { accessRules } from './templates/access-rules.ts';
import { functionRules } from './templates/function-rules.ts';
import { packageAll, removeAll } from './templates/packaged-templates.ts';
import { ruleSet } from './templates/rule-set.ts';
import { storageRules } from './templates/storage-rules.ts';
import { streamRules } from './templates/stream-rules.ts';

beforeAll(packageAll, 300_000);
afterAll(removeAll);

storageRules();
functionRules();
accessRules();
streamRules();
ruleSet();
