-- Why a delivery is in doubt: 1 its claim was taken away, and who held it may still bring evidence; 2 its reply was lost.
ALTER TABLE delivery ADD COLUMN doubt SMALLINT;
