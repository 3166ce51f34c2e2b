import { MemberRole } from '@parley/contract';

/** better-auth keeps several roles of a member with commas between them: the highest counts, and an unknown one gives nothing beyond membership. */
export const highestRole = (roles: string): MemberRole => {
  const given = roles.split(',');
  return MemberRole.options.find((role) => given.includes(role)) ?? 'member';
};
