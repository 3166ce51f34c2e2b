import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ChangeList } from './change-list.tsx';
import { changesBetween, configOf } from './config-diff.ts';
import { useDraft, useDraftStore } from './use-draft.ts';

/** Somebody else saved first: both versions side by side, and the choice. */
export function Conflict() {
  const draft = useDraftStore();
  const theirs = useDraft((state) => state.theirs);
  const config = useDraft((state) => state.config);
  if (theirs === null) return null;
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      wide
      title="Somebody else changed this agent"
      description="Red is what they saved, green is what you have. Keeping yours overwrites only the settings that you changed."
      actions={
        <>
          <Button onClick={() => draft.takeTheirs()}>Take theirs</Button>
          <Button look="primary" onClick={() => void draft.keepMine()}>
            Keep mine
          </Button>
        </>
      }
    >
      <ChangeList changes={changesBetween(configOf(theirs), config)} />
    </Dialog>
  );
}
