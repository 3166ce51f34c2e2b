/** What a schema finds wrong with a value, down to the key of a record or the option of a union that is meant. */
import type { z } from 'zod';
import { isOfTable, REQUIRED, typeInWords } from './fault-words.ts';

export interface SchemaFault {
  path: PropertyKey[];
  message: string;
}

type Issue = z.core.$ZodIssue;
type UnionIssue = z.core.$ZodIssueInvalidUnion;

/** In the order in which they were found; several may be at one path. */
export const schemaFaults = (error: z.ZodError): SchemaFault[] => error.issues.flatMap(faultsOf);

function faultsOf(issue: Issue): SchemaFault[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], message: 'is not a field here' }));
  if (issue.code !== 'invalid_key' && issue.code !== 'invalid_union') return [{ path, message: issue.message }];
  // Where the schema brings words, they stand; else what is within says more.
  if (!isOfTable(issue.code, issue.message)) return [{ path, message: issue.message }];
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, message }));
  return faultsOfUnion(issue).map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
}

/** Of the option that the value is of the type of; without one, which types it could have been of. Paths within the union. */
function faultsOfUnion(issue: UnionIssue): SchemaFault[] {
  const options = optionsOf(issue);
  if (options.flat().every(({ message }) => message === REQUIRED))
    return [{ path: [], message: options.length === 0 ? issue.message : REQUIRED }];
  const meant = options.find((issues) => issues.every((one) => expectedBy(one) === null));
  if (meant !== undefined) return meant.flatMap(faultsOf);
  const expected = [...new Set(options.flatMap((issues) => issues.flatMap((one) => expectedBy(one) ?? [])))];
  if (expected.length === 0) return [{ path: [], message: issue.message }];
  const last = expected.pop() ?? '';
  return [{ path: [], message: `must be ${expected.length === 0 ? last : `${expected.join(', ')} or ${last}`}` }];
}

/** With those of a union that is an option itself. */
const optionsOf = ({ errors }: UnionIssue): Issue[][] =>
  errors.flatMap((issues) => {
    const [only] = issues;
    return only?.code === 'invalid_union' && only.path.length === 0 && only.errors.length > 0 ? optionsOf(only) : [issues];
  });

/** The types or values that an option takes, where the whole value is of another one. */
function expectedBy(issue: Issue): string[] | null {
  if (issue.path.length > 0) return null;
  if (issue.code === 'invalid_type') return [typeInWords(issue.expected)];
  return issue.code === 'invalid_value' ? issue.values.map(String) : null;
}
