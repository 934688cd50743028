-- Recipients that a server refused while it was sent to, and whose address may work another time: left there by the ledger, for
-- feedback to count with the soft bounces and to take away.
CREATE TABLE soft_refusal (
  delivery_id BIGINT PRIMARY KEY,
  campaign_id BIGINT NOT NULL,
  email_key   VARCHAR(320) NOT NULL,
  at          TIMESTAMP WITH TIME ZONE NOT NULL,
  words       VARCHAR(1000)
);
