import { useMemo } from 'react';
import { count } from '../format/format.ts';
import { Field, TextField } from '../ui/form.tsx';
import { cn } from '../ui/cn.ts';
import { Section } from './section.tsx';
import { roughTokens, templateParts, variablesIn } from './template.ts';
import { useFieldError, useSetting } from './use-draft.ts';
import { useLanguages } from './use-abilities.ts';

interface TemplateFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  known: Readonly<Record<string, string>>;
  error?: string | undefined;
  tall?: boolean;
}

/** A text area over a coloured copy of its own text: both have the same metrics, the copy sets the height. */
function TemplateField({ label, value, onChange, known, error, tall = false }: TemplateFieldProps) {
  const parts = useMemo(() => templateParts(value), [value]);
  const metrics = 'col-start-1 row-start-1 px-3 py-2 text-base whitespace-pre-wrap break-words [font-family:inherit]';
  return (
    <Field label={label} error={error}>
      {(control) => (
        <div
          className={cn(
            'overflow-y-auto rounded-md border border-line-strong bg-raised focus-within:outline-2 focus-within:outline-accent-text',
            tall && 'h-[420px]',
          )}
        >
          <div className={cn('grid', tall && 'min-h-full')}>
            <div aria-hidden className={cn(metrics, 'pointer-events-none')}>
              {parts.map(({ text, variable }, index) => (
                <span
                  key={index}
                  className={cn(
                    variable !== null && 'rounded-sm',
                    variable !== null && (variable in known ? 'bg-accent-soft text-accent-text' : 'bg-amber-soft text-amber'),
                  )}
                >
                  {text}
                </span>
              ))}
              {'\u200b'}
            </div>
            <textarea
              {...control}
              rows={1}
              value={value}
              onChange={(event) => onChange(event.target.value)}
              spellCheck={false}
              className={cn(metrics, 'resize-none overflow-hidden bg-transparent text-transparent caret-ink outline-none')}
            />
          </div>
        </div>
      )}
    </Field>
  );
}

export function BasicsSection() {
  const [name, setName] = useSetting('name');
  const [language, setLanguage] = useSetting('language');
  const [timeZone, setTimeZone] = useSetting('time_zone');
  const languages = useLanguages();
  return (
    <Section title="Basics">
      <div className="grid grid-cols-3 gap-4 max-sm:grid-cols-1">
        <TextField
          label="Name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={useFieldError('/name')}
          maxLength={128}
        />
        <TextField
          label="Language"
          value={language}
          onChange={(event) => setLanguage(event.target.value)}
          error={useFieldError('/language')}
          hint={languages.length === 0 ? 'Such as en-US' : `Such as ${languages.join(', ')}`}
          list="languages"
        />
        <TextField
          label="Time zone"
          value={timeZone}
          onChange={(event) => setTimeZone(event.target.value)}
          error={useFieldError('/time_zone')}
          hint="Such as Europe/Berlin"
          list="time-zones"
        />
      </div>
      <datalist id="languages">
        {languages.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
      <datalist id="time-zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </Section>
  );
}

export function GreetingSection() {
  const [greeting, setGreeting] = useSetting('greeting');
  const [variables] = useSetting('variables');
  return (
    <Section title="Greeting" note="What the agent says first. Empty: it waits for the caller.">
      <TemplateField label="First words" value={greeting} onChange={setGreeting} known={variables} error={useFieldError('/greeting')} />
    </Section>
  );
}

export function PromptSection() {
  const [prompt, setPrompt] = useSetting('prompt');
  const [variables] = useSetting('variables');
  const tokens = count(roughTokens(prompt), 'token');
  return (
    <Section
      title="Prompt"
      note="Who the agent is, what it knows and does."
      aside={<span title="Estimated at four characters a token">about {tokens}</span>}
    >
      <TemplateField label="Instructions" value={prompt} onChange={setPrompt} known={variables} error={useFieldError('/prompt')} tall />
      <Variables />
    </Section>
  );
}

function Variables() {
  const [prompt] = useSetting('prompt');
  const [greeting] = useSetting('greeting');
  const [variables, setVariables] = useSetting('variables');
  const names = [...new Set([...variablesIn(greeting, prompt), ...Object.keys(variables)])];
  if (names.length === 0)
    return <p className="text-xs text-muted">Write {'{{name}}'} in the greeting or prompt for something that differs from call to call.</p>;
  const change = (name: string, value: string): void => {
    const { [name]: _dropped, ...others } = variables;
    setVariables(value === '' ? others : { ...others, [name]: value });
  };
  return (
    <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
      {names.map((name) => (
        <TextField
          key={name}
          label={`{{${name}}}`}
          value={variables[name] ?? ''}
          onChange={(event) => change(name, event.target.value)}
          hint={
            name in variables
              ? 'Default; a call may give its own value.'
              : 'Has no default yet: it is spoken as written unless the call gives a value.'
          }
        />
      ))}
    </div>
  );
}
