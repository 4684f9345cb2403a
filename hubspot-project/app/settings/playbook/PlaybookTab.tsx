import { useState } from 'react';
import type { SettingsClient } from '../asking/settings-client.ts';
import { TabScreen } from '../frame/TabScreen.tsx';
import { PlaybookEditor } from './PlaybookEditor.tsx';
import { ReviewScreen } from './ReviewScreen.tsx';
import type { PlaybookInHand } from './use-playbook.ts';

type Props = { playbook: PlaybookInHand; client: SettingsClient; typingPauseMs: number };

/** Edited, then reviewed: nothing is saved that somebody has not seen the consequences of. */
export function PlaybookTab({ playbook, client, typingPauseMs }: Props) {
  const [isReviewing, setReviewing] = useState(false);
  return (
    <TabScreen query={playbook.query} what="the playbook">
      {(tab, now) =>
        isReviewing && playbook.draft !== null ? (
          <ReviewScreen
            playbook={playbook}
            draft={playbook.draft}
            client={client}
            tab={tab}
            now={now}
            onBack={() => setReviewing(false)}
          />
        ) : (
          <PlaybookEditor
            playbook={playbook}
            tab={tab}
            now={now}
            typingPauseMs={typingPauseMs}
            onReview={() => setReviewing(true)}
          />
        )
      }
    </TabScreen>
  );
}
