import { type CrossRule, ofType, references } from '../cross-rule.ts';

/** Each function has a role of its own: what one may do is nothing that another may do by the way. */
export const ownRole: CrossRule = {
  name: 'L1_own_role',
  check(resources) {
    const functions = ofType(resources, 'AWS::Lambda::Function').map(
      ([id, { Properties }]) => [id, references(Properties['Role'])[0]] as const,
    );
    return functions.flatMap(([resource, role]) => {
      if (role === undefined || resources[role]?.Type !== 'AWS::IAM::Role') {
        return [{ resource, message: 'its role is none of this stack' }];
      }
      const others = functions.filter(([id, of]) => id !== resource && of === role).map(([id]) => id);
      return others.length === 0 ? [] : [{ resource, message: `shares ${role} with ${others.join(', ')}` }];
    });
  },
};
