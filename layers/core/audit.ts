/** Entry of the layer: who did what to whom, append-only and tamper-evident. */
export type { AuditEvent, AuditRecord } from './audit/audit-event.ts';
export { type AuditTrail, type AuditTrailOptions, createAuditTrail } from './audit/audit-trail.ts';
export { type AuditFilter, type AuditPage, listEvents } from './audit/list-events.ts';
export { createRefusalLog, type Refusal } from './audit/refusal-log.ts';
export { type AuditFault, type AuditProof, verifyDay } from './audit/verify-day.ts';
