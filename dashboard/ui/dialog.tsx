import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

/** A press on a toast, such as its Undo, is none outside of what is open. */
function keepForToast(event: CustomEvent<{ originalEvent: Event }>): void {
  const { target } = event.detail.originalEvent;
  if (target instanceof Element && target.closest('[data-sonner-toaster]') !== null) event.preventDefault();
}

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the one that does it last. */
  actions?: ReactNode;
  wide?: boolean;
}

export const Dialog = ({ open, onOpenChange, title, description, children, actions, wide = false }: DialogProps) => (
  <Primitive.Root open={open} onOpenChange={onOpenChange}>
    <Primitive.Portal>
      <Primitive.Overlay className="fade-in fixed inset-0 z-40 bg-overlay" />
      <Primitive.Content
        onInteractOutside={keepForToast}
        {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        className={cn(
          'fade-in fixed top-1/2 left-1/2 z-50 flex max-h-[85dvh] w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line bg-raised shadow-float',
          wide ? 'max-w-[760px]' : 'max-w-[440px]',
        )}
      >
        <header className="flex items-start gap-4 px-4 pt-4">
          <Primitive.Title className="flex-1 text-lg font-semibold">{title}</Primitive.Title>
          <CloseButton />
        </header>
        {description !== undefined && <Primitive.Description className="px-4 pt-1 text-soft">{description}</Primitive.Description>}
        {children !== undefined && (
          <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2 px-4 pt-3">
            {children}
          </div>
        )}
        {actions === undefined ? <div className="h-4" /> : <footer className="flex flex-wrap justify-end gap-2 p-4">{actions}</footer>}
      </Primitive.Content>
    </Primitive.Portal>
  </Primitive.Root>
);

const CloseButton = () => (
  <Primitive.Close asChild>
    <Button look="quiet" size="icon" aria-label="Close" className="-mt-1 -mr-1">
      <X aria-hidden className="size-4" />
    </Button>
  </Primitive.Close>
);

interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  side: 'left' | 'right';
  children: ReactNode;
}

export const Sheet = ({ open, onOpenChange, title, side, children }: SheetProps) => (
  <Primitive.Root open={open} onOpenChange={onOpenChange}>
    <Primitive.Portal>
      <Primitive.Overlay className="fade-in fixed inset-0 z-40 bg-overlay" />
      <Primitive.Content
        onInteractOutside={keepForToast}
        aria-describedby={undefined}
        className={cn(
          'fixed inset-y-0 z-50 flex max-w-[100vw] flex-col border-line bg-surface shadow-float',
          side === 'left' ? 'fade-in left-0 w-[240px] border-r' : 'slide-in right-0 w-[420px] border-l',
        )}
      >
        <Primitive.Title className="sr-only">{title}</Primitive.Title>
        {children}
      </Primitive.Content>
    </Primitive.Portal>
  </Primitive.Root>
);

/** A sheet's title, what is done with the thing, and the way out. */
export const SheetHead = ({ title, children }: { title: ReactNode; children?: ReactNode }) => (
  <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
    <h2 className="min-w-0 flex-1 truncate text-lg font-semibold">{title}</h2>
    {children}
    <Primitive.Close asChild>
      <Button look="quiet" size="icon" aria-label="Close">
        <X aria-hidden className="size-4" />
      </Button>
    </Primitive.Close>
  </header>
);
