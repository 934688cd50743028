-- H2 alone: a sequence of its own for the ids, so that a snapshot can take those of a slice before it writes the rows, and write them in
-- another order than that of their ids. On PostgreSQL the statement that writes them orders them itself.
${embedded}CREATE SEQUENCE delivery_ids START WITH
${embedded}  (SELECT identity_base FROM information_schema.columns WHERE table_name = 'DELIVERY' AND column_name = 'ID') CACHE 5000;
${embedded}ALTER TABLE delivery ALTER COLUMN id DROP IDENTITY;
${embedded}ALTER TABLE delivery ALTER COLUMN id SET DEFAULT NEXT VALUE FOR delivery_ids;
