/**
 * Plain JDBC for what runs by the million: short local transactions on a data source, and the
 * differences between H2 and PostgreSQL.
 *
 * <p>No SQL of a stage stands here; it stands in the repository that uses it.
 */
package io.mailwright.kernel.db;
