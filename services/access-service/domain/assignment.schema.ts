import { personId, userId } from '@gymcoach/middleware/contract/fields';
import { validator } from '@gymcoach/middleware/contract/validator';
import { type Static, Type } from 'typebox';
import { reason } from './reason.schema.ts';
import { roleName } from './role.schema.ts';

const until = Type.String({ format: 'date-time', description: 'At this instant the assignment has ended' });
const instant = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** That somebody has a role, as it is stored; times in epoch milliseconds. */
const StoredAssignment = Type.Object(
  {
    role: Type.String({ maxLength: 40 }),
    version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    reason: Type.String({ maxLength: 500 }),
    assignedBy: Type.String({ maxLength: 36 }),
    assignedAt: instant,
    until: Type.Optional(instant),
    /** Whether the role's member count has this one in it: that of admins leaves out suspended ones. */
    counted: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type StoredAssignment = Static<typeof StoredAssignment>;
export const isStoredAssignment = validator(StoredAssignment);

export const AssignmentInput = Type.Object({ reason, until: Type.Optional(until) }, { additionalProperties: false });
export type AssignmentInput = Static<typeof AssignmentInput>;

export const AssignmentPath = Type.Object({ userId, role: roleName }, { additionalProperties: false });

export const RemovalQuery = Type.Object({ reason }, { additionalProperties: false });

export const Assignment = Type.Object(
  {
    role: roleName,
    builtIn: Type.Boolean(),
    reason,
    assignedBy: Type.String({ description: 'A user id, or `operator` for the command line' }),
    assignedAt: Type.String({ format: 'date-time' }),
    until: Type.Optional(until),
  },
  { $id: 'RoleAssignment' },
);
export type Assignment = Static<typeof Assignment>;

export const Assignments = Type.Object({ userId: personId, items: Type.Array(Assignment) }, { $id: 'RoleAssignments' });
