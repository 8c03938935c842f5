import { fixtures } from '../../../services/user-profile-service/domain/image/fixtures/fixtures.ts';
import type { Person } from '../../support/person.ts';
import { type Arrange, KEY, type Scene } from './scene.ts';

const ME = '/v1/users/me';
const INJURY = { bodyPart: 'knee', severity: 'mild', since: '2026-01-01' };
const PNG = { contentType: 'image/png' };

/** Every route of the user-profile service that changes something, by the name of its export. */
export const profileScenarios: Readonly<Record<string, Arrange>> = {
  createProfile: async ({ person }) => ({
    ...{ person: person(), method: 'PUT', path: `${ME}/profile`, options: { body: { displayName: 'Ada' } } },
  }),
  updateProfile: async (scene) => {
    const person = await withProfile(scene);
    const options = { body: { bio: 'lifts' }, ifMatch: '"profile.1"' };
    return { person, method: 'PATCH', path: `${ME}/profile`, options };
  },
  deleteProfile: async (scene) => {
    const person = await withProfile(scene);
    await withPicture(scene, person);
    return { person, method: 'DELETE', path: `${ME}/profile`, options: { ifMatch: '"profile.2"' } };
  },
  updatePreferences: async ({ person }) => {
    const options = { body: { weekStartsOn: 'sunday' }, ifMatch: '"preferences.0"' };
    return { person: person(), method: 'PATCH', path: `${ME}/preferences`, options };
  },
  updateTrainingProfile: async ({ person }) => {
    const options = { body: { daysPerWeek: 3 }, ifMatch: '"training-profile.0"' };
    return { person: person(), method: 'PATCH', path: `${ME}/training-profile`, options };
  },
  recordInjury: async ({ person }) => ({
    ...{ person: person(), method: 'POST', path: `${ME}/injuries`, options: { body: INJURY, key: KEY } },
  }),
  updateInjury: async (scene) => {
    const { person, path, ifMatch } = await withInjury(scene);
    return { person, method: 'PATCH', path, options: { body: { note: 'better' }, ifMatch } };
  },
  deleteInjury: async (scene) => {
    const { person, path, ifMatch } = await withInjury(scene);
    return { person, method: 'DELETE', path, options: { ifMatch } };
  },
  startAvatarUpload: async (scene) => {
    const person = await withProfile(scene);
    return { person, method: 'POST', path: `${ME}/avatar-uploads`, options: { body: PNG, key: KEY } };
  },
  /** It replaces a picture, which has to be gone afterwards. */
  completeAvatarUpload: async (scene) => {
    const person = await withProfile(scene);
    await withPicture(scene, person);
    return { person, method: 'POST', path: await uploaded(scene, person), options: { key: KEY } };
  },
};

async function withProfile({ person: make, done }: Scene): Promise<Person> {
  const person = make();
  await done(person, 'PUT', `${ME}/profile`, { body: { displayName: 'Ada' } });
  return person;
}

async function withInjury({ person: make, done }: Scene) {
  const person = make();
  const { body, etag } = await done(person, 'POST', `${ME}/injuries`, { body: INJURY });
  return { person, path: `${ME}/injuries/${String(body['id'])}`, ifMatch: etag };
}

async function withPicture(scene: Scene, person: Person): Promise<void> {
  await scene.done(person, 'POST', await uploaded(scene, person));
}

/** A picture in the bucket that is not shown yet; gives where its upload is completed. */
async function uploaded({ done, world }: Scene, person: Person): Promise<string> {
  const { body } = await done(person, 'POST', `${ME}/avatar-uploads`, { body: PNG });
  const { fields } = body['form'] as { readonly fields: { readonly key: string } }; // as the API describes it
  await world.media.putObject(fields.key, fixtures.palettePng, PNG.contentType);
  return `${ME}/avatar-uploads/${String(body['id'])}/complete`;
}
