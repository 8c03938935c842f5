import { UserPath } from '@gymcoach/middleware/contract/fields';
import { PageQuery, pageOf } from '@gymcoach/middleware/contract/page';
import { route } from '@gymcoach/middleware/contract/route';
import { Type } from 'typebox';
import {
  AvatarUpload,
  AvatarUploadInput,
  AvatarUploadPath,
  AvatarUploadResult,
} from './domain/avatar-upload.schema.ts';
import { Injury, InjuryInput, InjuryPatch, InjuryPath } from './domain/injury.schema.ts';
import { Preferences, PreferencesPatch } from './domain/preferences.schema.ts';
import { Profile, ProfileCard, ProfileInput, ProfilePatch } from './domain/profile.schema.ts';
import { TrainingProfile, TrainingProfilePatch } from './domain/training-profile.schema.ts';

export const getProfile = route({
  method: 'GET',
  path: '/v1/users/{userId}/profile',
  summary: 'Read a profile',
  description: 'A coach to whom the area `profile` is open sees the name and the picture only.',
  permission: 'profile:read',
  params: UserPath,
  versioned: true,
  returns: { 200: Type.Union([Profile, ProfileCard]) },
});

export const createProfile = route({
  method: 'PUT',
  path: '/v1/users/{userId}/profile',
  summary: 'Create a profile',
  description: 'The same content again is answered with 200, other content with 409: change it with PATCH.',
  permission: 'profile:create',
  params: UserPath,
  body: ProfileInput,
  versioned: true,
  counts: { 201: 'profilesCreated' },
  returns: { 200: Profile, 201: Profile },
});

export const updateProfile = route({
  method: 'PATCH',
  path: '/v1/users/{userId}/profile',
  summary: 'Change a profile',
  permission: 'profile:update',
  params: UserPath,
  body: ProfilePatch,
  precondition: 'if-match',
  versioned: true,
  returns: { 200: Profile },
});

export const deleteProfile = route({
  method: 'DELETE',
  path: '/v1/users/{userId}/profile',
  summary: 'Delete a profile and its picture',
  permission: 'profile:delete',
  params: UserPath,
  precondition: 'if-match',
  returns: { 204: null },
});

export const getPreferences = route({
  method: 'GET',
  path: '/v1/users/{userId}/preferences',
  summary: 'Read preferences',
  description: 'Before the first change: the defaults, as version 0.',
  permission: 'preferences:read',
  params: UserPath,
  versioned: true,
  returns: { 200: Preferences },
});

export const updatePreferences = route({
  method: 'PATCH',
  path: '/v1/users/{userId}/preferences',
  summary: 'Change preferences',
  permission: 'preferences:update',
  params: UserPath,
  body: PreferencesPatch,
  precondition: 'if-match',
  versioned: true,
  returns: { 200: Preferences },
});

export const getTrainingProfile = route({
  method: 'GET',
  path: '/v1/users/{userId}/training-profile',
  summary: 'Read a training profile',
  description: 'Before the first change: empty, as version 0.',
  permission: 'training-profile:read',
  params: UserPath,
  versioned: true,
  returns: { 200: TrainingProfile },
});

export const updateTrainingProfile = route({
  method: 'PATCH',
  path: '/v1/users/{userId}/training-profile',
  summary: 'Change a training profile',
  permission: 'training-profile:update',
  params: UserPath,
  body: TrainingProfilePatch,
  precondition: 'if-match',
  versioned: true,
  returns: { 200: TrainingProfile },
});

export const listInjuries = route({
  method: 'GET',
  path: '/v1/users/{userId}/injuries',
  summary: 'List injuries',
  description: 'In the order in which they were recorded.',
  permission: 'injury:list',
  params: UserPath,
  query: PageQuery,
  paged: true,
  returns: { 200: pageOf(Injury) },
});

export const recordInjury = route({
  method: 'POST',
  path: '/v1/users/{userId}/injuries',
  summary: 'Record an injury',
  permission: 'injury:create',
  params: UserPath,
  body: InjuryInput,
  idempotencyKey: 'required',
  versioned: true,
  returns: { 201: Injury },
});

export const getInjury = route({
  method: 'GET',
  path: '/v1/users/{userId}/injuries/{injuryId}',
  summary: 'Read an injury',
  permission: 'injury:read',
  params: InjuryPath,
  versioned: true,
  returns: { 200: Injury },
});

export const updateInjury = route({
  method: 'PATCH',
  path: '/v1/users/{userId}/injuries/{injuryId}',
  summary: 'Change an injury',
  permission: 'injury:update',
  params: InjuryPath,
  body: InjuryPatch,
  precondition: 'if-match',
  versioned: true,
  returns: { 200: Injury },
});

export const deleteInjury = route({
  method: 'DELETE',
  path: '/v1/users/{userId}/injuries/{injuryId}',
  summary: 'Delete an injury',
  description: 'What was noted about it is gone at once.',
  permission: 'injury:delete',
  params: InjuryPath,
  precondition: 'if-match',
  returns: { 204: null },
});

export const startAvatarUpload = route({
  method: 'POST',
  path: '/v1/users/{userId}/avatar-uploads',
  summary: 'Start uploading a profile picture',
  description: 'Answers a form for one POST of `multipart/form-data` to the bucket: its fields first, `file` last.',
  permission: 'upload:presign',
  params: UserPath,
  body: AvatarUploadInput,
  idempotencyKey: 'required',
  limit: 'sensitive',
  returns: { 201: AvatarUpload },
});

export const completeAvatarUpload = route({
  method: 'POST',
  path: '/v1/users/{userId}/avatar-uploads/{uploadId}/complete',
  summary: 'Make an uploaded file the profile picture',
  description: 'The file is checked by its bytes and copied without metadata (EXIF, GPS, XMP).',
  permission: 'profile:update',
  params: AvatarUploadPath,
  idempotencyKey: 'required',
  limit: 'sensitive',
  returns: { 200: AvatarUploadResult },
});

export const getAvatar = route({
  method: 'GET',
  path: '/v1/users/{userId}/avatar',
  summary: 'Find the profile picture',
  description: 'Redirects to a URL that works for 60 seconds.',
  permission: 'profile:read',
  cache: 'never',
  params: UserPath,
  returns: { 302: null },
});
