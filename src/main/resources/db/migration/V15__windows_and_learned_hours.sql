-- When a campaign sends: a line a range or switch; NULL for at any time.
ALTER TABLE campaign ADD COLUMN send_window VARCHAR(8000);

-- How a site took mails in an hour of the week (0 is Monday 00:00 UTC). The counts fade by the week: they are worth what they say in
-- the week of the row. Latencies in milliseconds, their squares for the spread. "observations" does not fade.
CREATE TABLE site_hour (
  site            VARCHAR(255) NOT NULL,
  hour_of_week    SMALLINT NOT NULL,
  week            INTEGER NOT NULL,
  accepted        DOUBLE PRECISION NOT NULL,
  deferred        DOUBLE PRECISION NOT NULL,
  failed          DOUBLE PRECISION NOT NULL,
  latency_sum     DOUBLE PRECISION NOT NULL,
  latency_squares DOUBLE PRECISION NOT NULL,
  observations    BIGINT NOT NULL,
  PRIMARY KEY (site, hour_of_week)
);
-- The sites whose hours are neither learned nor heeded.
CREATE TABLE site_hours_off (
  site  VARCHAR(255) NOT NULL PRIMARY KEY,
  since TIMESTAMP WITH TIME ZONE NOT NULL
);
