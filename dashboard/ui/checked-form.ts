import type { UseMutationResult } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { flushSync } from 'react-dom';
import { RequestFailed } from '../api/problem.ts';

interface CheckedForm<Form, Problems extends object> {
  opened: () => Form;
  /** As the form sees it. */
  problemsOf: (form: Form) => Problems;
  /** As the server said of the form that was sent. */
  problemsFrom: (fields: Readonly<Record<string, string>>, sent: Form) => Problems;
  save: UseMutationResult<unknown, Error, Form>;
}

/** What is typed, and what is wrong with it: a form that is wrong is not sent, and its first wrong field is gone to. */
export function useCheckedForm<Form, Problems extends object>({ opened, problemsOf, problemsFrom, save }: CheckedForm<Form, Problems>) {
  const [form, setForm] = useState(opened);
  const [found, setFound] = useState<Problems | null>(null);
  const told = save.error instanceof RequestFailed ? problemsFrom(save.error.fields, save.variables ?? form) : null;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const wrong = problemsOf(form);
    flushSync(() => setFound(wrong));
    event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    if (Object.keys(wrong).length === 0) save.mutate(form);
  };
  return {
    form,
    problems: { ...told, ...found } as Problems,
    change: (part: Partial<Form>): void => setForm((before) => ({ ...before, ...part })),
    submit,
    /** What is about no field. */
    failure: told === null || Object.keys(told).length === 0 ? save.error : null,
  };
}
