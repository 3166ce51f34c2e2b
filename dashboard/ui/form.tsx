import { useId, type ComponentProps, type ReactNode } from 'react';
import { cn } from './cn.ts';

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Gives the control its id and what describes it. */
  children: (control: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean }) => ReactNode;
}

/** Label above; below, what is wrong and how to mend it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = error !== undefined || hint !== undefined;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-soft">
        {label}
      </label>
      {children({ id, 'aria-describedby': described ? `${id}-note` : undefined, 'aria-invalid': error !== undefined })}
      {described && (
        <p id={`${id}-note`} className={cn('text-xs', error === undefined ? 'text-muted' : 'text-red')}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = Omit<ComponentProps<'input'>, 'id'> & { label: string; hint?: ReactNode; error?: string | undefined };

export const TextField = ({ label, hint, error, className, ...input }: TextFieldProps) => (
  <Field label={label} hint={hint} error={error}>
    {(control) => <input {...control} {...input} className={cn('field', className)} />}
  </Field>
);

type TextAreaProps = Omit<ComponentProps<'textarea'>, 'id'> & { label: string; hint?: ReactNode; error?: string | undefined };

export const TextArea = ({ label, hint, error, className, ...textarea }: TextAreaProps) => (
  <Field label={label} hint={hint} error={error}>
    {(control) => <textarea {...control} {...textarea} className={cn('field', className)} />}
  </Field>
);

type SelectFieldProps = Omit<ComponentProps<'select'>, 'id'> & { label: string; hint?: ReactNode; error?: string | undefined };

export const SelectField = ({ label, hint, error, className, ...select }: SelectFieldProps) => (
  <Field label={label} hint={hint} error={error}>
    {(control) => <select {...control} {...select} className={cn('field', className)} />}
  </Field>
);

type CheckFieldProps = Omit<ComponentProps<'input'>, 'type' | 'className'> & { label: string; note: ReactNode };

/** A choice of its own, and below it what it means. */
export const CheckField = ({ label, note, ...input }: CheckFieldProps) => (
  <label className="touch flex cursor-pointer items-start gap-2">
    <input type="checkbox" className="mt-1 accent-(--accent)" {...input} />
    <span>
      <span className="block font-medium">{label}</span>
      <span className="block text-xs text-muted">{note}</span>
    </span>
  </label>
);
