import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const buttonStyle = cva(
  'touch inline-flex h-8 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-3 text-sm font-medium transition-colors duration-[140ms] disabled:opacity-55 aria-disabled:opacity-55',
  {
    variants: {
      look: {
        primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-strong',
        plain: 'border-line-strong bg-raised text-ink hover:bg-hover',
        quiet: 'border-transparent text-soft hover:bg-hover hover:text-ink',
        danger: 'border-line-strong bg-raised text-red hover:bg-red-soft',
      },
      size: { normal: '', small: 'h-7 px-2 text-xs', icon: 'w-8 px-0 max-md:w-10' },
    },
    defaultVariants: { look: 'plain', size: 'normal' },
  },
);

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonStyle>;

export const Button = ({ look, size, className, type = 'button', ...rest }: ButtonProps) => (
  <button type={type} className={cn(buttonStyle({ look, size }), className)} {...rest} />
);
