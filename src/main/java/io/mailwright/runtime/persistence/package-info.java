/**
 * How Jakarta Persistence stores what databases have no type for. Entities stand with their stage.
 */
package io.mailwright.runtime.persistence;
