-- An address gets no mail from any list (list_id 0), or none from one list. A campaign leaves out whoever left one of its lists.
CREATE TABLE suppression_by_list (
  id         BIGINT PRIMARY KEY,
  version    INTEGER NOT NULL,
  email_key  VARCHAR(320) NOT NULL,
  list_id    BIGINT NOT NULL,
  reason     VARCHAR(20) NOT NULL,
  source     VARCHAR(200) NOT NULL,
  note       VARCHAR(1000),
  evidence   VARCHAR(4000),
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT uq_suppression UNIQUE (email_key, list_id)
);
INSERT INTO suppression_by_list (id, version, email_key, list_id, reason, source, note, created_at)
  SELECT id, version, email_key, 0, reason, source, note, created_at FROM suppression;
DROP TABLE suppression;
ALTER TABLE suppression_by_list RENAME TO suppression;
