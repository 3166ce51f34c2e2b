import { Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

export const Menu = ({ trigger, children, align = 'end' }: { trigger: ReactNode; children: ReactNode; align?: 'start' | 'end' }) => (
  <DropdownMenu.Root modal={false}>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align={align}
        sideOffset={4}
        className="fade-in z-50 min-w-[200px] rounded-lg border border-line bg-raised p-1 shadow-float"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);

interface MoreMenuProps {
  label: string;
  look?: 'plain' | 'quiet';
  children: ReactNode;
}

/** What else can be done, behind three dots. */
export const MoreMenu = ({ label, look = 'plain', children }: MoreMenuProps) => (
  <Menu
    trigger={
      <Button look={look} size="icon" aria-label={label}>
        <Ellipsis aria-hidden className="size-4" />
      </Button>
    }
  >
    {children}
  </Menu>
);

interface MenuItemProps {
  onSelect: () => void;
  danger?: boolean;
  children: ReactNode;
}

export const MenuItem = ({ onSelect, danger = false, children }: MenuItemProps) => (
  <DropdownMenu.Item
    onSelect={onSelect}
    className={cn(
      'touch flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-hover',
      danger && 'text-red',
    )}
  >
    {children}
  </DropdownMenu.Item>
);

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <DropdownMenu.Label className="px-2 py-1 text-xs text-muted">{children}</DropdownMenu.Label>
);
export const MenuLine = () => <DropdownMenu.Separator className="my-1 h-px bg-line" />;
