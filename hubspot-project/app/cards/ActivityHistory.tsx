import { hubspot } from '@hubspot/ui-extensions';
import { ActivityHistoryCard } from './activity-history/ActivityHistoryCard.tsx';

hubspot.extend<'crm.record.tab'>(() => <ActivityHistoryCard />);
