import { CATALOGUE, type CatalogueEntry, type Kind } from '@gymcoach/core/auth';
import type { PermissionEntry } from './permission.schema.ts';

const VERBS: Readonly<Record<string, string>> = {
  read: 'Read',
  list: 'List',
  create: 'Create',
  update: 'Change',
  delete: 'Delete',
  export: 'Export',
  presign: 'Start',
  invoke: 'Talk in',
  assign: 'Assign',
  disable: 'Suspend, reinstate or sign out',
  assignRole: 'Give and take roles of',
  accept: 'Accept or decline',
};

const KINDS: Readonly<Record<Kind, string>> = {
  profile: 'a profile',
  preferences: 'preferences',
  'training-profile': 'a training profile',
  injury: 'injuries',
  consent: 'consents',
  upload: 'uploads',
  assignment: 'coach links and their invitations',
  'access-log': 'the log of who looked at one’s data',
  sync: 'the feed of changes',
  plan: 'training plans',
  session: 'workout sessions',
  schedule: 'training schedules',
  exercise: 'exercises of the catalogue',
  'own-exercise': 'exercises of one’s own',
  'exercise-setting': 'settings of exercises',
  nutrition: 'the food diary',
  photo: 'progress photos',
  goal: 'goals',
  analytics: 'statistics and records',
  chat: 'conversations with the assistant',
  notification: 'notifications',
  role: 'roles',
  user: 'user accounts',
  audit: 'the audit trail',
};

/** The catalogue, in words. */
export const describePermissions = (): PermissionEntry[] =>
  [...CATALOGUE.values()].map(({ permission, kind, verb }: CatalogueEntry) => ({
    ...{ permission, kind, verb, description: `${VERBS[verb] ?? verb} ${KINDS[kind]}` },
  }));
