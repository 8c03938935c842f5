import type { AuditTrail } from '@gymcoach/core/audit';
import type { Table } from '@gymcoach/core/table';
import { type Endpoint, on } from '@gymcoach/middleware/http/call';
import { accessRows } from '../../../services/access-service/adapters/access-rows.ts';
import { cognitoDirectory } from '../../../services/access-service/adapters/cognito-directory.ts';
import { signOutAccount } from '../../../services/access-service/handlers/sign-out-account.ts';
import * as access from '../../../services/access-service/routes.ts';
import { mediaBucket } from '../../../services/user-profile-service/adapters/media-bucket.ts';
import { profileStores } from '../../../services/user-profile-service/adapters/profile-stores.ts';
import { completeAvatarUpload } from '../../../services/user-profile-service/handlers/complete-avatar-upload.ts';
import { createProfile } from '../../../services/user-profile-service/handlers/create-profile.ts';
import { deleteProfile } from '../../../services/user-profile-service/handlers/delete-profile.ts';
import { getProfile } from '../../../services/user-profile-service/handlers/get-profile.ts';
import { listInjuries } from '../../../services/user-profile-service/handlers/list-injuries.ts';
import { recordInjury } from '../../../services/user-profile-service/handlers/record-injury.ts';
import { startAvatarUpload } from '../../../services/user-profile-service/handlers/start-avatar-upload.ts';
import * as profile from '../../../services/user-profile-service/routes.ts';

interface Parts {
  readonly main: Table;
  readonly ephemeral: Table;
  readonly trail: AuditTrail;
  readonly now: () => number;
  readonly newId: () => string;
  readonly bucket: string;
  readonly userPoolId: string;
}

/** Routes that between them use every dependency: table, bucket, user pool, audit trail, cursors. */
export function endpointsOf({ bucket, userPoolId, ...parts }: Parts): readonly Endpoint[] {
  const deps = {
    ...parts,
    ...profileStores(parts),
    media: mediaBucket(bucket),
    access: accessRows(parts),
    directory: cognitoDirectory(userPoolId),
  };
  return [
    on(profile.getProfile, getProfile(deps)),
    on(profile.createProfile, createProfile(deps)),
    on(profile.deleteProfile, deleteProfile(deps)),
    on(profile.recordInjury, recordInjury(deps)),
    on(profile.listInjuries, listInjuries(deps)),
    on(profile.startAvatarUpload, startAvatarUpload(deps)),
    on(profile.completeAvatarUpload, completeAvatarUpload(deps)),
    on(access.signOutAccount, signOutAccount(deps)),
  ];
}
