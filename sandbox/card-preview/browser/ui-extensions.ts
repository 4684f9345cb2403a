/** Stands in for `@hubspot/ui-extensions`: the same names, drawn in an ordinary page. */
import type * as real from '@hubspot/ui-extensions';
import { useContext } from 'react';
import { ApiContext, type ExtensionApi, hubspotFetch, registerExtension } from './host.ts';

export { Accordion } from './components/accordion.tsx';
export { Alert } from './components/alert.tsx';
export { BarChart } from './components/bar-chart.tsx';
export { Button, ButtonRow, LoadingButton } from './components/buttons.tsx';
export { Checkbox } from './components/checkbox.tsx';
export { DescriptionList, DescriptionListItem } from './components/description-list.tsx';
export { Dropdown } from './components/dropdown.tsx';
export { Form, Input } from './components/form.tsx';
export { Icon } from './components/icon.tsx';
export { AutoGrid, Box, Divider, Flex, Inline, Spacer, Tile } from './components/layout.tsx';
export { LineChart } from './components/line-chart.tsx';
export { Link } from './components/link.tsx';
export { List } from './components/list.tsx';
export { LoadingSpinner, ProgressBar } from './components/progress.tsx';
export { ScoreCircle } from './components/score-circle.tsx';
export { SearchInput } from './components/search-input.tsx';
export { MultiSelect, Select } from './components/selects.tsx';
export { EmptyState, ErrorState } from './components/states.tsx';
export { Statistics, StatisticsItem, StatisticsTrend } from './components/statistics.tsx';
export { Table, TableBody, TableCell, TableFooter, TableHead, TableHeader, TableRow } from './components/table.tsx';
export { Tab, Tabs } from './components/tabs.tsx';
export { StatusTag, Tag } from './components/tags.tsx';
export { Heading, Text } from './components/text.tsx';
export { TextArea } from './components/text-area.tsx';
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

export function useExtensionApi(): ExtensionApi {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('the extension is drawn outside of its place');
  return api;
}

export function useExtensionContext(): ExtensionApi['context'] {
  return useExtensionApi().context;
}

export function useExtensionActions(): ExtensionApi['actions'] {
  return useExtensionApi().actions;
}
