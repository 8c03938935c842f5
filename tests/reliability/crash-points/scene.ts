import type { Answer, ApiWorld, CallOptions, Container } from '../../support/api-world.ts';
import type { Person } from '../../support/person.ts';

/** One request that changes something: it is broken at every call that it leads to, and then repeated as it is. */
export interface Act {
  readonly person: Person;
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions;
}

/** What a request needs to be there already. */
export interface Scene {
  readonly world: ApiWorld;
  person(...groups: readonly string[]): Person;
  /** Past every fault; throws unless it succeeds. */
  done(person: Person, method: string, path: string, options?: CallOptions): Promise<Answer>;
}

/** Makes what the request needs, and gives the request. */
export type Arrange = (scene: Scene) => Promise<Act>;

/** The key of the act, the same in every repeat. */
export const KEY = 'the-key-of-the-act-that-is-broken';

export function openScene(world: ApiWorld, container: Container): Scene {
  return {
    world,
    person: (...groups) => world.person(...groups),
    async done(person, method, path, options) {
      const answer = await container.call(person, method, path, options);
      if (answer.status < 300) return answer;
      throw new Error(`${method} ${path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    },
  };
}
