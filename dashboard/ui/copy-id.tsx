import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';

const COPIED_MS = 1_500;

function useCopy(text: string): [boolean, () => void] {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), COPIED_MS);
    });
  };
  return [copied, copy];
}

/** An id; a click copies it. */
export function CopyId({ id }: { id: string }) {
  const [copied, copy] = useCopy(id);
  return (
    <button
      type="button"
      onClick={copy}
      title={id}
      className="touch inline-flex items-center gap-1 rounded font-mono text-xs text-muted hover:text-ink"
    >
      <span className="sr-only">{copied ? 'Copied' : 'Copy'} </span>
      {id.length > 14 ? `${id.slice(0, id.indexOf('_') + 1)}…${id.slice(-5)}` : id}
      {copied ? <Check aria-hidden className="size-3 text-green" /> : <Copy aria-hidden className="size-3" />}
    </button>
  );
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, copy] = useCopy(text);
  return (
    <Button onClick={copy}>
      {copied ? <Check aria-hidden className="size-3.5" /> : <Copy aria-hidden className="size-3.5" />}
      {copied ? 'Copied' : label}
    </Button>
  );
}
