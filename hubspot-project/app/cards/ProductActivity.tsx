import { hubspot, Text } from '@hubspot/ui-extensions';
import { workflowActionNames } from '@zo/shared';

hubspot.extend<'crm.record.sidebar'>(() => <Text>{workflowActionNames.length}</Text>);
