import type {
  AutoGridProps,
  BoxProps,
  DividerProps,
  FlexProps,
  InlineProps,
  SpacerProps,
  TileProps,
} from '@hubspot/ui-extensions';
import type { CSSProperties } from 'react';
import { shortSize, standIn } from '../stand-in.ts';

const sides: Record<string, string> = {
  start: 'flex-start',
  end: 'flex-end',
  around: 'space-around',
  between: 'space-between',
};

function side(name: string | undefined, otherwise?: string): string | undefined {
  return name === undefined ? otherwise : (sides[name] ?? name);
}

export const Flex = standIn<FlexProps>('Flex', (props) => {
  const { children, direction = 'row', gap, justify, align, alignSelf, wrap, testId } = props;
  const style: CSSProperties = {
    flexDirection: direction,
    justifyContent: side(justify),
    alignItems: side(align, 'stretch'),
    alignSelf: side(alignSelf),
    flexWrap: wrap === true || wrap === 'wrap' ? 'wrap' : 'nowrap',
  };
  return (
    <div
      className={`flex gap-${shortSize(gap, 'flush')}${align === undefined ? '' : ' aligned'}`}
      style={style}
      data-test-id={testId}
    >
      {children}
    </div>
  );
});

export const Inline = standIn<InlineProps>('Inline', ({ children, gap, justify, align, testId }) => (
  <div
    className={`flex gap-${shortSize(gap, 'sm')}`}
    style={{ flexWrap: 'wrap', justifyContent: side(justify), alignItems: side(align, 'center') }}
    data-test-id={testId}
  >
    {children}
  </div>
));

export const Box = standIn<BoxProps>('Box', ({ children, alignSelf, flex, testId }) => (
  <div className="box" style={{ alignSelf: side(alignSelf), flex }} data-test-id={testId}>
    {children}
  </div>
));

export const AutoGrid = standIn<AutoGridProps>('AutoGrid', ({ children, columnWidth, gap, flexible, testId }) => (
  <div
    className={`grid gap-${shortSize(gap, 'flush')}`}
    style={{ gridTemplateColumns: `repeat(auto-fill, minmax(${columnWidth}px, ${flexible ? '1fr' : 'max-content'}))` }}
    data-test-id={testId}
  >
    {children}
  </div>
));

export const Divider = standIn<DividerProps>('Divider', ({ distance, testId }) => (
  <hr className={`divider divider-${shortSize(distance, 'flush')}`} data-test-id={testId} />
));

export const Spacer = standIn<SpacerProps>('Spacer', ({ size, testId }) => (
  <div className={`spacer spacer-${shortSize(size, 'sm')}`} data-test-id={testId} />
));

export const Tile = standIn<TileProps>('Tile', ({ children, compact = false, flush = false, testId }) => (
  <div className={`tile${compact ? ' tile-compact' : ''}${flush ? ' tile-flush' : ''}`} data-test-id={testId}>
    {children}
  </div>
));
