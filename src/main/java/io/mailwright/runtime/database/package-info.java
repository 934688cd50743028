/** Data sources and the migrations that own every table. SQL of a stage does not belong here. */
package io.mailwright.runtime.database;
