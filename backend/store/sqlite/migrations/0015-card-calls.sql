-- What cards asked for is forgotten after a while.
CREATE INDEX action_calls_of_cards ON action_calls (portal_id, received_at) WHERE action = 'card';
