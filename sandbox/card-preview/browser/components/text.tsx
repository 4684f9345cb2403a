import type { HeadingProps, TextProps } from '@hubspot/ui-extensions';
import type { CSSProperties } from 'react';
import { standIn } from '../stand-in.ts';

const weights = { regular: 400, demibold: 600, bold: 700 };
const lines = { none: 'none', underline: 'underline', strikethrough: 'line-through' };

export const Text = standIn<TextProps>(
  'Text',
  ({ children, variant = 'bodytext', inline, format, truncate, testId }) => {
    const transform = format?.textTransform;
    const style: CSSProperties = {
      fontWeight: format?.fontWeight && weights[format.fontWeight],
      fontStyle: format?.italic ? 'italic' : undefined,
      textDecoration: format?.lineDecoration && lines[format.lineDecoration],
      textTransform: transform === 'sentenceCase' ? undefined : transform,
      maxWidth: typeof truncate === 'object' ? truncate.maxWidth : undefined,
    };
    const Tag = inline ? 'span' : 'div';
    return (
      <Tag className={`text ${variant}${truncate ? ' truncate' : ''}`} style={style} data-test-id={testId}>
        {children}
      </Tag>
    );
  },
);

export const Heading = standIn<HeadingProps>('Heading', ({ children, inline, testId }) => (
  <h3 className={`heading${inline ? ' inline' : ''}`} data-test-id={testId}>
    {children}
  </h3>
));
