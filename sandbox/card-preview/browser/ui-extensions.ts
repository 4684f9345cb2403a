/** Stands in for `@hubspot/ui-extensions`: the same names, drawn in an ordinary page. */
import type * as real from '@hubspot/ui-extensions';
import { useContext } from 'react';
import { ApiContext, hubspotFetch, type RecordApi, registerExtension } from './host.ts';

export { Accordion } from './components/accordion.tsx';
export { Alert } from './components/alert.tsx';
export { BarChart } from './components/bar-chart.tsx';
export { Button, ButtonRow, LoadingButton } from './components/buttons.tsx';
export { DescriptionList, DescriptionListItem } from './components/description-list.tsx';
export { Form, Input } from './components/form.tsx';
export { Icon } from './components/icon.tsx';
export { AutoGrid, Box, Divider, Flex, Inline, Spacer, Tile } from './components/layout.tsx';
export { LineChart } from './components/line-chart.tsx';
export { Link } from './components/link.tsx';
export { List } from './components/list.tsx';
export { LoadingSpinner, ProgressBar } from './components/progress.tsx';
export { ScoreCircle } from './components/score-circle.tsx';
export { Select } from './components/selects.tsx';
export { EmptyState, ErrorState } from './components/states.tsx';
export { Statistics, StatisticsItem, StatisticsTrend } from './components/statistics.tsx';
export { Table, TableBody, TableCell, TableFooter, TableHead, TableHeader, TableRow } from './components/table.tsx';
export { Tab, Tabs } from './components/tabs.tsx';
export { StatusTag, Tag } from './components/tags.tsx';
export { Heading, Text } from './components/text.tsx';
export { Tooltip } from './components/tooltip.tsx';

export const hubspot: typeof real.hubspot = {
  extend: (render) => registerExtension(render as Parameters<typeof registerExtension>[0]),
  fetch: hubspotFetch,
  serverless: () => Promise.reject(new Error('the preview runs no serverless functions')),
};

export const logger: typeof real.logger = {
  info: (message) => console.info(message),
  debug: (message) => console.debug(message),
  warn: (message) => console.warn(message),
  error: (message) => console.error(message),
};

export function useExtensionApi(): RecordApi {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('the card is drawn outside a record');
  return api;
}

export function useExtensionContext(): RecordApi['context'] {
  return useExtensionApi().context;
}

export function useExtensionActions(): RecordApi['actions'] {
  return useExtensionApi().actions;
}
