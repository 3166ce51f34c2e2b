import { useMutation } from '@tanstack/react-query';
import { Plus, Tag, X } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TextField } from '../ui/form.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { newTagSchema, tagsToOffer, tagsOf } from './tags.ts';
import { useDraft, useDraftStore } from './use-draft.ts';

function useTagging() {
  const draft = useDraftStore();
  const failed = (error: unknown): void => void toast.error('The tag was not changed', { description: messageOf(error) });
  const point = useMutation({
    mutationFn: ({ tag, version }: { tag: string; version: number }) => api.setAgentTag(draft.read().saved.id, tag, { version }),
    onSuccess: ({ tag, version }) => {
      draft.tagged({ ...draft.read().saved.tags, [tag]: version });
      toast(`${tag} is version ${version} now`, { description: 'Calls that ask for this tag use it from the next one on.' });
    },
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: (tag: string) => api.deleteAgentTag(draft.read().saved.id, tag),
    onSuccess: (_, tag) => {
      const { [tag]: version, ...rest } = draft.read().saved.tags;
      draft.tagged(rest);
      const undo = (): void => {
        if (version !== undefined) point.mutate({ tag, version });
      };
      toast(`${tag} is removed`, { duration: 10_000, action: { label: 'Undo', onClick: undo } });
    },
    onError: failed,
  });
  return { point, remove };
}

/** The tags that point at the version, each with its removal. */
export function Tags({ version }: { version: number }) {
  const tags = useDraft((state) => state.saved.tags);
  const { remove } = useTagging();
  return tagsOf(tags, version).map((tag) => (
    <span
      key={tag}
      className="inline-flex h-6 items-center gap-1 rounded-full bg-accent-soft pr-0.5 pl-2 text-xs font-medium text-accent-text"
    >
      {tag}
      <button
        type="button"
        aria-label={`Remove the tag ${tag}`}
        onClick={() => remove.mutate(tag)}
        className="grid size-6 place-items-center rounded-full hover:bg-hover"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  ));
}

function NewTag({ version, onClose }: { version: number; onClose: () => void }) {
  const tags = useDraft((state) => state.saved.tags);
  const { point } = useTagging();
  const form = useSentForm({
    schema: newTagSchema(tags),
    opened: { tag: '' },
    // What fails is said by the tagging itself.
    save: { mutate: ({ tag }) => point.mutate({ tag, version }, { onSuccess: onClose }), error: null, isPending: point.isPending },
  });
  return (
    <FormDialog
      title={`New tag for version ${version}`}
      description="Calls and numbers can ask for a tag in place of a version."
      button="Add tag"
      pending={point.isPending}
      form={form}
      onClose={onClose}
    >
      <TextField label="Tag" autoComplete="off" autoFocus placeholder="beta" {...form.field('tag')} />
    </FormDialog>
  );
}

/** Points a tag at the version. */
export function TagMenu({ version }: { version: number }) {
  const tags = useDraft((state) => state.saved.tags);
  const { point } = useTagging();
  const [adding, setAdding] = useState(false);
  const offered = tagsToOffer(tags, version);
  return (
    <>
      <Menu
        trigger={
          <Button size="icon" aria-label={`Tag version ${version}`} title="Tag">
            <Tag aria-hidden className="size-3.5" />
          </Button>
        }
      >
        {offered.length > 0 && <MenuLabel>Point at version {version}</MenuLabel>}
        {offered.map((tag) => (
          <MenuItem key={tag} onSelect={() => point.mutate({ tag, version })}>
            {tag}
            {tags[tag] !== undefined && <span className="ml-auto text-xs text-muted">now version {tags[tag]}</span>}
          </MenuItem>
        ))}
        {offered.length > 0 && <MenuLine />}
        <MenuItem onSelect={() => setAdding(true)}>
          <Plus aria-hidden className="size-3.5" /> New tag …
        </MenuItem>
      </Menu>
      {adding && <NewTag version={version} onClose={() => setAdding(false)} />}
    </>
  );
}
