import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-id.tsx';
import { Dialog } from '../ui/dialog.tsx';

function download(codes: readonly string[]): void {
  const text = `Recovery codes for Parley at ${location.host}. Each works once.\n\n${codes.join('\n')}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  Object.assign(document.createElement('a'), { href: url, download: 'parley-recovery-codes.txt' }).click();
  URL.revokeObjectURL(url);
}

/** Shown once. */
export const RecoveryCodes = ({ title, codes, onClose }: { title: string; codes: readonly string[]; onClose: () => void }) => (
  <Dialog
    open
    onOpenChange={onClose}
    title={title}
    description="Keep these recovery codes where the phone is not. Each lets you in once without the app. They are not shown again."
    actions={
      <>
        <CopyButton text={codes.join('\n')} label="Copy codes" />
        <Button onClick={() => download(codes)}>Download</Button>
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </>
    }
  >
    <ol aria-label="Recovery codes" className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md border border-line bg-surface p-3 font-mono">
      {codes.map((code) => (
        <li key={code}>{code}</li>
      ))}
    </ol>
  </Dialog>
);
