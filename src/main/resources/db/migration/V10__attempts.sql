-- The log keeps the tries that another one may follow; the last is in the delivery's row, and that is nearly every mail. Nothing looked
-- for the tries of a campaign by this index, which each of them paid for.
DROP INDEX ix_attempt_campaign;
